"""A paper as PDF: the authority's words with everything filled in, and tables of what is meant."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.platypus import Spacer

from assets.labels import fonts
from loans.models import PaperKind
from loans.papers.example import example_facts
from loans.papers.facts import facts_of
from loans.papers.layout import build, paragraphs, section, signed, table
from loans.papers.placeholders import fill, text_of

# Contracts are made under German law, between people who read German.
LANGUAGE = "de"


def write_paper(loan, kind, day=None, **about) -> tuple[str, bytes]:
    """Title and PDF of one paper of this loan, as of this day or of today."""
    with translation.override(LANGUAGE):
        facts = facts_of(loan, kind, **about)
        if day:
            facts.words["today"] = date_format(day)
        return _written(text_of(kind), kind, facts)


def write_example(text) -> bytes:
    """How a paper with these words would look, filled in with an invented loan."""
    with translation.override(LANGUAGE):
        return _written(text, text.kind, example_facts())[1]


def _written(text, kind, facts):
    fonts.register()
    title = fill(text.title, facts.words)
    body = paragraphs(fill(text.body, facts.words))
    if kind == PaperKind.CONTRACT:
        parts = [*_agreed(facts), *_going(facts), *section(_("Terms")), *body]
    elif kind == PaperKind.RETURN:
        parts = [*_agreed(facts), *_coming(facts), Spacer(1, 8), *body]
    elif kind == PaperKind.ANNEX:
        parts = [*_agreed(facts), *_swap(facts), Spacer(1, 8), *body]
    else:
        parts = [Spacer(1, 8), *body]
    if kind in (PaperKind.CONTRACT, PaperKind.RETURN):
        parts += signed(facts.signatures)
    return title[:160], build(title, parts, facts.words["authority"])


def _agreed(facts):
    """Who with whom, about what, for how long."""
    words = facts.words
    people = _("%(responsible)s (deputy: %(deputy)s)") % words
    rows = [
        [_("Lender"), words["authority"]],
        [_("Borrower"), words["school"]],
        [_("Responsible"), people],
        [_("Case"), words["case"]],
        [_("Period"), _("%(from)s to %(until)s") % words],
        [_("Room"), words["room"]],
        [_("Total value"), words["value"]],
    ]
    return [table([_("Loan"), words["number"]], rows, [1, 4])]


def _going(facts):
    devices = [_("Slot"), _("Type"), _("Serial number"), _("Inventory number"), _("Value")]
    parts = section(_("Devices"), table(devices, facts.devices, [1.2, 4, 3, 3, 1.8]))
    if facts.accessories:
        head = [_("Accessories"), _("Quantity"), _("Value of one")]
        parts += section(_("Accessories"), table(head, facts.accessories, [4, 1, 1.5]))
    if facts.damages:
        head = [_("Device"), _("Known damage")]
        parts += section(_("Known damage"), table(head, facts.damages, [1, 3]))
    if facts.left_out:
        head = [_("Device"), _("Why it stays here")]
        parts += section(_("Does not go along"), table(head, facts.left_out, [1, 3]))
    return parts


def _coming(facts):
    devices = [_("Slot"), _("Type"), _("Serial number"), _("Inventory number"), _("Return")]
    parts = section(_("Devices"), table(devices, facts.devices, [1.2, 4, 3, 3, 2.4]))
    if facts.accessories:
        head = [_("Accessories"), _("went out"), _("came back"), _("of these broken")]
        parts += section(_("Accessories"), table(head, facts.accessories, [4, 1.3, 1.3, 2]))
    if facts.open_items:
        head = [_("What is open"), _("Who sees to it"), _("Until")]
        parts += section(_("Still open"), table(head, facts.open_items, [4, 2, 1.5]))
    return parts


def _swap(facts):
    words = facts.words
    head = [_("Slot"), _("It leaves"), _("It comes")]
    return section(_("Swap"), table(head, [[words["slot"], words["old"], words["new"]]], [1, 4, 4]))
