"""The journal as people read it: a diary, newest first, short, in the reader's language."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.addresses import address
from itsm.journal.names import CODED, FIELDS, PERSONAL, PRICED, REMINDED
from itsm.journal.wording import WORDING, Wording
from itsm.people.models import User

log = logging.getLogger("itsm.journal")

PEOPLE = ("to", "before", "heir")
MONEY = ("price", "cost")
DAYS = ("was", "until", "end")
EVERYTHING = gettext_lazy("Everything")


class Named(NamedTuple):
    """Somebody whose name was read beside a line, as far as lines need her."""

    pk: int
    name: str

    def __str__(self):
        return self.name


# A line as plain values: of a long life, objects of everything it hangs on would take longer
# to make than to read.
COLUMNS = (
    "event__verb",
    "event__at",
    "event__details",
    "event__by",
    "event__by__first_name",
    "event__by__last_name",
    "event__by__username",
)


class Told(NamedTuple):
    """One journal line as `lines` reads it."""

    verb: str
    at: datetime
    details: dict
    by: Named | None

    @property
    def event(self):
        return self


def told(verb, at, details, by, first, last, login) -> Told:
    """A row of `COLUMNS`."""
    return Told(verb, at, details, Named(by, f"{first} {last}".strip() or login) if by else None)


@dataclass
class Line:
    """One line of a diary, ready for the template."""

    time: datetime
    verb: str
    icon: str
    tone: str
    group: str
    sentence: str
    detail: str
    url: str
    link_label: str
    comment: int | None = None
    # What was said, for lines of a ticket; put in by the page.
    quote: str = ""
    visibility: str = ""
    # Parts of a line only other diaries have; a template looks long for what is not there.
    heading: str = ""
    lead: str = ""
    more: str = ""

    def __getitem__(self, name):
        # Templates ask this way first; an error each time is what they would be slow by.
        return getattr(self, name)


def lines(subjects, *, names=True, prices=True, inside_ticket=False, known=()) -> list[Line]:
    """Turn journal rows (Subjects visible to the reader, or what `told` makes) into lines.

    `names=False` for readers without a sign-in, `prices=False` for those who see none;
    `inside_ticket` leaves out the ticket's own number and title; `known` are people who need
    not be looked up again.
    """
    rows = list(subjects)
    people = _people(rows, known) if names else {}
    return [_line(row, people, names, prices, inside_ticket) for row in rows]


def group_verbs(group: str) -> list[str]:
    """The verbs behind one filter chip."""
    return [verb for verb, wording in WORDING.items() if wording.group == group]


def _people(rows, known):
    named = [(row.event, word) for row in rows for word in _named(row.event.verb)]
    ids = {pk for event, word in named if _is_id(pk := event.details.get(word))}
    met = {p.pk: str(p) for p in [*known, *(row.event.by for row in rows)] if p}
    missing = ids - met.keys()
    found = User.objects.filter(pk__in=missing) if missing else ()
    return met | {p.pk: str(p) for p in found}


def _named(verb):
    """Which people the sentence of this verb names."""
    sentence = str(WORDING.get(verb, Wording(verb)).sentence)
    return [word for word in PEOPLE if f"%({word})s" in sentence]


def _is_id(value):
    """Whether this is the number of a person; older lines name a kind of person in its place."""
    return type(value) is int


def _line(row, people, names, prices, inside_ticket):
    """One line; of one that can't be worded, when it was, who it was and what is known of it."""
    event = row.event
    try:
        return _worded(event, people, names, prices, inside_ticket)
    except Exception:
        # The journal is never changed: a line of a wrong shape would close its pages for good.
        log.exception("a line %s of the journal could not be worded", event.verb)
        return _plain(event, names)


def _plain(event, names):
    wording = WORDING.get(event.verb, Wording(event.verb))
    return Line(
        time=event.at,
        verb=event.verb,
        icon=wording.icon,
        tone=wording.tone,
        group=wording.group,
        sentence=str(wording.sentence) % defaultdict(lambda: "…"),
        detail=str(event.by) if names and event.by else "",
        url="",
        link_label="",
    )


def _worded(event, people, names, prices, inside_ticket):
    wording = WORDING.get(event.verb, Wording(event.verb))
    page, number = _told_at(event)
    linked = number and not inside_ticket and names
    return Line(
        time=event.at,
        verb=event.verb,
        icon=wording.icon,
        tone=wording.tone,
        group=wording.group,
        sentence=_sentence(wording, event.details, people, prices, inside_ticket),
        detail=str(event.by) if names and event.by else "",
        url=address(page, number) if linked else "",
        link_label=str(number) if linked else "",
        comment=event.details.get("comment"),
    )


def _told_at(event):
    """The page on which more of it stands: the ticket's, or the loan's; its number."""
    details = event.details
    if "loan" in details or event.verb.startswith("loan."):
        return "loans:show", details.get("loan") or details.get("number")
    return "tickets:show", details.get("number")


def _sentence(wording, details, people, prices, inside_ticket):
    words = defaultdict(str)
    for name, value in _apart(details).items():
        words[name] = _spoken(name, value, people, prices, details.get("labels", {}))
    text = " ".join((str(wording.sentence) % words).split()).removesuffix(":").strip()
    if inside_ticket and words["title"]:
        text = text.removeprefix(words["title"]).lstrip(", ")
    return text[:1].upper() + text[1:]


def _apart(details):
    """From and to of a move without what both have in common: "Raum 118" and "Raum 204"."""
    origin, place = (str(details.get(word, "")).split(", ") for word in ("origin", "place"))
    if "origin" not in details:
        return details
    while len(origin) > 1 and len(place) > 1 and origin[0] == place[0]:
        origin, place = origin[1:], place[1:]
    return {**details, "origin": ", ".join(origin), "place": ", ".join(place)}


def _spoken(name, value, people, prices, labels):
    if name in PEOPLE:
        return _person(value, people)
    if name in PRICED and not prices:
        return ""
    if name in CODED:
        return str(CODED[name].get(value, value))
    if name == "changes":
        return _changes(value, prices, labels)
    if name in MONEY:
        return _money(value)
    if name in DAYS:
        return _day(value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value)


def _person(value, people):
    """A person by her number, or a kind of person, as reminders of loans name them."""
    if _is_id(value) or not value:
        return people.get(value, _("somebody"))
    return str(REMINDED.get(value, value))


def _changes(changes, prices, labels):
    return "; ".join(_change(name, *pair, prices, labels) for name, pair in changes.items())


def _change(name, old, new, prices, labels):
    label = str(labels.get(name) or FIELDS.get(name, name))
    if name in PERSONAL or (name in PRICED and not prices):
        return label
    if isinstance(old, dict) and isinstance(new, dict):
        keys = sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))
        pairs = ((k, old.get(k, ""), new.get(k, "")) for k in keys)
        return "; ".join(_change(*pair, prices, labels) for pair in pairs)
    if name in MONEY:
        old, new = _money(old), _money(new)
    return f"{label} {_value(old)} → {_value(new)}"


def _money(value):
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    places = 0 if amount == amount.to_integral_value() else 2
    return _("€%s") % number_format(amount, places, use_l10n=True, force_grouping=True)


def _value(value):
    text = _day({"True": _("yes"), "False": _("no")}.get(str(value), str(value)))
    return f"„{text}“" if text else _("(empty)")


def _day(text):
    """A day as people write it; anything else as it is."""
    if len(text) != 10 or not text[4] == text[7] == "-":
        return text
    try:
        return date_format(datetime.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text
