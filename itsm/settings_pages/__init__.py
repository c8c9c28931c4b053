"""The settings: adapting the program to the authority, by people who can't program.

This package has the frame (`parts`, `pages`, the forms' base, the steps `save` and `move`) and the
pages about what belongs to no trade. The others are brought by the trades, see `parts`.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.fields.models import CustomField, Status
from itsm.people.models import School, SchoolKind
from itsm.settings_pages.parts import LOOK, OPERATION, PEOPLE, Doubled, Entry, Kept, page_of_one

ENTRIES = [
    Entry(
        PEOPLE,
        "people:index",
        "users",
        _("People"),
        _("Invite colleagues, give roles, say goodbye."),
    ),
    Entry(
        PEOPLE,
        "people:factor",
        "lock",
        _("Second factor"),
        _("Which roles need more than a password."),
    ),
    Entry(
        PEOPLE,
        "settings:schools",
        "school",
        _("Schools"),
        _("Names, contacts, kinds of schools."),
    ),
    Entry(
        LOOK,
        "settings:look",
        "palette",
        _("Name, logo and colour"),
        _("How the program greets your schools."),
    ),
    Entry(
        OPERATION,
        "settings:outbox",
        "mail",
        _("Outbox"),
        _("Mails on their way, and those given up."),
    ),
    Entry(OPERATION, "settings:journal", "history", _("Journal"), _("Who did what, and when.")),
]
KEPT = {
    CustomField: Kept("field", among=("owner_type", "owner_id")),
    Status: Kept("status", among=("kind", "state")),
    SchoolKind: Kept("school_kind"),
}
DOUBLES = [
    Doubled(School, _("Schools"), page_of_one("settings:school"), order=0),
    # All kinds stand on one page.
    Doubled(
        SchoolKind,
        _("Kinds of schools"),
        lambda kind: reverse("settings:school_kinds"),
        order=20,
    ),
]
