"""Placeholders in the words of papers. User text never reaches a template engine: a placeholder is
looked up in a flat dictionary of texts, once, and everything else stays as it was written."""

import re

from django.utils.translation import gettext_lazy as _

from loans.models import PaperKind, PaperText
from loans.papers.starting_texts import TEXTS

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
EVERYWHERE = {
    "authority": _("the school authority"),
    "school": _("the school"),
    "case": _("the case with its inventory number"),
    "number": _("the number of the loan"),
    "from": _("first day"),
    "until": _("last day"),
    "purpose": _("what for"),
    "responsible": _("the responsible person at the school"),
    "deputy": _("the deputy"),
    "devices": _("how many devices go along"),
    "value": _("total value in EUR"),
    "room": _("the room at the school"),
    "today": _("the day of the paper"),
}
OF_KIND = {
    PaperKind.CONTRACT: {},
    PaperKind.ANNEX: {
        "slot": _("the slot"),
        "old": _("the device that leaves"),
        "new": _("the device that comes"),
    },
    PaperKind.RETURN: {"missing": _("how many devices are missing")},
    PaperKind.DECISION: {
        "device": _("the damaged device"),
        "ticket": _("the number of its ticket"),
        "damage": _("what is damaged"),
        "cost": _("the costs in EUR"),
        "decision": _("who pays"),
        "reason": _("the reason"),
    },
}


def placeholders_of(kind) -> dict:
    """What may be filled in on this kind of paper: name → what it stands for."""
    return {**EVERYWHERE, **OF_KIND.get(kind, {})}


def unknown_in(text, kind) -> list[str]:
    """Placeholders that nothing would be filled into."""
    known = placeholders_of(kind)
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in known]


def fill(text, words) -> str:
    """Each placeholder gets its word; what a word itself contains is not looked at again."""
    return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)


def text_of(kind) -> PaperText:
    """The authority's own words for this kind of paper; until somebody writes some, ours."""
    kept = PaperText.objects.filter(kind=kind).first()
    title, body = TEXTS.get(kind, (str(PaperKind(kind).label), ""))
    return kept or PaperText(kind=kind, title=title, body=body)
