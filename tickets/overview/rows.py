"""The rows of a list: plain values, no object a row, and no more joins than the database plans
in a moment. A list is read all day; as objects with all they hang on, it took twice as long.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from itsm.addresses import address
from itsm.fields.forms import spoken
from itsm.fields.words import in_language
from itsm.people.models import User
from tickets.badges import about_of, mark_of, waits_of
from tickets.models import Ticket

COLUMNS = (
    "pk",
    "title",
    "state",
    "ended",
    "level",
    "waiting_for",
    "waiting_since",
    "waiting_until",
    "created_at",
    "last_handled_at",
    "custom",
    "school__name",
    "assignee_id",
    "last_handler_id",
    "location__path",
    "location__name",
    "status__label_de",
    "status__label_en",
    "status__tone",
)
DEVICE = (
    "ticket_id",
    "device__model__name",
    "device__model__manufacturer__name",
    "device__category__label_de",
    "device__category__label_en",
)


@dataclass(slots=True)
class Row:
    """One ticket as a list shows it."""

    number: int
    url: str
    title: str
    about: str
    school: str
    mark: str
    waits: str
    keeper: str
    level: str
    last: str
    last_at: datetime | None
    custom: list = field(default_factory=list)
    hot: bool = False


def rows_of(tickets, layout, fields=(), hot=None) -> list[Row]:
    """The rows of these tickets, in their order. `layout`: which fields of tickets the house hides;
    `fields`: custom ones with a column of their own; `hot`: the annotation that says which are to
    be seen first."""
    found = list(tickets.values(*COLUMNS, *([hot] if hot else [])))
    if not found:
        return []
    words = _Words(found, layout)
    return [_row(one, words, fields, hot) for one in found]


class _Words:
    """What the rows' ids stand for, and what is the same in many of them."""

    def __init__(self, found, layout):
        self.people = _people(_ids(found, "assignee_id", "last_handler_id"))
        self.about = _devices([one["pk"] for one in found])
        self.levels = {Ticket.Level.FIRST: _("1st level"), Ticket.Level.SECOND: _("2nd level")}
        self.home, self.marks = address("tickets:list"), {}
        self.layout = layout

    def mark(self, one):
        words = one["status__label_de"] or "", one["status__label_en"] or ""
        known = one["state"], *words, one["status__tone"], one["ended"]
        if known not in self.marks:
            state, *_words, tone, ended = known
            self.marks[known] = mark_of(state, in_language(*words), tone, ended)
        return self.marks[known]


def _row(one, words, fields, hot):
    place = one["location__path"] or one["location__name"]
    return Row(
        number=one["pk"],
        url=f"{words.home}{one['pk']}/",
        title=one["title"],
        about=about_of(words.about[one["pk"]], place, words.layout),
        school=one["school__name"] or "–",
        mark=words.mark(one),
        waits=_waits(one),
        keeper=words.people.get(one["assignee_id"], ""),
        level=words.levels[one["level"]],
        last=words.people.get(one["last_handler_id"], ""),
        last_at=one["last_handled_at"],
        custom=[(f.label, _custom(f, one["custom"])) for f in fields],
        hot=bool(hot and one[hot]),
    )


def _waits(one):
    return waits_of(
        one["state"],
        waiting_for=one["waiting_for"],
        since_when=one["waiting_since"],
        until=one["waiting_until"],
        created_at=one["created_at"],
    )


def _custom(field, values):
    value = values.get(field.key)
    return "" if value is None else spoken(field, value)


def _ids(found, *columns):
    return {one[column] for one in found for column in columns} - {None}


def _people(pks):
    names = User.objects.filter(pk__in=pks).values_list("pk", "first_name", "last_name", "username")
    return {pk: f"{first} {last}".strip() or login for pk, first, last, login in names}


def _devices(pks):
    """What the tickets are about, by ticket: the model of each device, else its kind."""
    about = defaultdict(list)
    through = Ticket.devices.through.objects.filter(ticket__in=pks).order_by("pk")
    for ticket, model, maker, german, english in through.values_list(*DEVICE):
        name = f"{maker} {model}" if maker else model
        about[ticket].append(name or in_language(german, english))
    return about
