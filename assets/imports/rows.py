"""Rows that are no devices: headings once more, sums, and the headings of a group."""

import re

from django.utils.translation import gettext as _

from assets.imports.columns import plain_words

SUM = re.compile(
    r"(gesamt(summe|anzahl|wert|preis)?|summe|zwischensumme|insgesamt|ergebnis|anzahl|stück|stückzahl|"
    r"(grand |sub ?)?total|sum|count|number of (items|devices|rows))\b[^A-Za-zÄÖÜäöü]*"
    r"(geräte|stück|devices|items|€|eur|euro)?[^A-Za-zÄÖÜäöü]*",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[\d.,\s€$%'-]*(€|eur|euro|stück|stk\.?|geräte)?", re.IGNORECASE)
# What a group is headed by where a list is sorted into rooms, houses or kinds.
GROUP = re.compile(
    r"(raum|räume|zimmer|gebäude|haus|trakt|etage|stock|geschoss|standort|schule|abteilung|fachbereich|klasse|"
    r"kategorie|gruppe|schrank|wagen|koffer|room|building|floor|site|school|category|group)\b.*",
    re.IGNORECASE,
)
HEADINGS, SUMS, GROUPS = "headings", "sums", "groups"
# Where every row has so few cells, one cell is a whole row.
FEW_COLUMNS = 2


def no_device(texts, headings, fields=None) -> str:
    """Why this row is no thing of its own, as one of the words above; "" where it is one.

    `fields` says what each column of a list of devices means, as far as it is understood: only
    there are groups, and none is headed by a note.
    """
    filled = [(place, text.strip()) for place, text in enumerate(texts) if text.strip()]
    if not filled:
        return ""
    if _repeats(filled, headings):
        return HEADINGS
    if _is_sum([text for _place, text in filled]):
        return SUMS
    if fields is None or len(headings) <= FEW_COLUMNS or len({text for _place, text in filled}) > 1:
        return ""
    place, text = filled[0]
    return GROUPS if _heads(text, fields.get(headings[place], "")) else ""


def say_left_out(found) -> list[str]:
    """Sentences about the rows that were left out: {why: [line, …]}."""
    sentences = {
        HEADINGS: _("No devices, left out: the headings once more in line %(lines)s."),
        SUMS: _("No devices, left out: sums in line %(lines)s."),
        GROUPS: _("No devices, left out: headings of a group in line %(lines)s."),
    }
    return [
        sentence % {"lines": in_words(found[why])}
        for why, sentence in sentences.items()
        if found.get(why)
    ]


def in_words(lines, most=12) -> str:
    """Numbers of lines, the first ones of many: "3, 5, 9 …"."""
    shown = ", ".join(map(str, lines[:most]))
    return f"{shown} …" if len(lines) > most else shown


def _repeats(filled, headings):
    """Most cells say what stands above them; a single column needs no other proof."""
    plain = [plain_words(heading) for heading in headings]
    alike = [place for place, text in filled if plain[place] == plain_words(text)]
    return len(alike) * 2 > len(filled) and (len(alike) > 1 or len(headings) == 1)


def _is_sum(texts):
    sums = [text for text in texts if SUM.fullmatch(text)]
    return bool(sums) and all(text in sums or AMOUNT.fullmatch(text) for text in texts)


def _heads(text, field):
    if field in ("notes", "model_notes"):
        return False
    if GROUP.fullmatch(text) or text.endswith(":"):
        return True
    one_word = field in ("inventory_number", "serial_number") and text.isupper()
    return not one_word and not any(map(str.isdigit, text))
