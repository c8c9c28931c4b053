"""Where all settings begin."""

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from itsm.adapting.views.pages import administrators

GROUPS = [
    (
        _("People and schools"),
        [
            (
                "people:index",
                "users",
                _("People"),
                _("Invite colleagues, give roles, say goodbye."),
            ),
            (
                "people:factor",
                "lock",
                _("Second factor"),
                _("Which roles need more than a password."),
            ),
            ("adapting:schools", "school", _("Schools"), _("Names, contacts, kinds of schools.")),
        ],
    ),
    (
        _("Devices"),
        [
            (
                "adapting:categories",
                "device",
                _("Categories"),
                _("Kinds of devices with their fault tiles and self-help hints."),
            ),
            (
                "adapting:models",
                "package",
                _("Manufacturers and models"),
                _("What you own, with its warranty."),
            ),
            (
                "adapting:funding",
                "chart",
                _("Funding sources"),
                _("Where the money came from, and how long it binds."),
            ),
            (
                "adapting:fields",
                "list",
                _("Fields"),
                _("Fields of your own, and the dress of the built-in ones."),
            ),
            ("adapting:numbers", "tag", _("Inventory numbers"), _("How new numbers are made.")),
            ("labels:list", "label", _("Labels"), _("Formats, printing, alignment.")),
            ("imports:new", "upload", _("Import"), _("Devices, rooms and schools from a table.")),
            (
                "adapting:doubles",
                "alert",
                _("Entered twice"),
                _("What differs only in capitals, blanks or unseen signs."),
            ),
        ],
    ),
    (
        _("Tickets"),
        [
            (
                "adapting:statuses",
                "check",
                _("Statuses"),
                _("Your own words below each state, for tickets, devices and loans."),
            ),
            (
                "adapting:routing",
                "arrow-right",
                _("Ways of reports"),
                _("Which reports go to the school's support, which to the technicians."),
            ),
            (
                "adapting:days",
                "clock",
                _("Days"),
                _("When tickets remind and close by themselves."),
            ),
        ],
    ),
    (
        _("Loans"),
        [
            (
                "lending:index",
                "briefcase",
                _("Settings for loans"),
                _("Conditions, stages, catalogue, papers, reminders."),
            )
        ],
    ),
    (
        _("Look"),
        [
            (
                "adapting:look",
                "palette",
                _("Name, logo and colour"),
                _("How the program greets your schools."),
            )
        ],
    ),
    (
        _("Operation"),
        [
            ("adapting:outbox", "mail", _("Outbox"), _("Mails on their way, and those given up.")),
            ("adapting:journal", "history", _("Journal"), _("Who did what, and when.")),
            ("tokens", "key", _("API tokens"), _("Keys for other programs.")),
        ],
    ),
]


@administrators
def index(request):
    """All settings at a glance."""
    groups = [(title, [card for card in map(_card, cards) if card]) for title, cards in GROUPS]
    return render(request, "adapting/index.html", {"groups": groups})


def _card(card):
    name, icon, title, sentence = card
    try:
        return {"url": reverse(name), "icon": icon, "title": title, "sentence": sentence}
    except NoReverseMatch:
        return None
