"""Which tickets a list shows: what was asked for in the address, and nothing else."""

from datetime import timedelta

from django import forms
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assets.models import Device, Location
from itsm.fields.form_layout import FormLayout
from itsm.fields.forms import PREFIX, custom_filter, filter_field
from itsm.fields.models import CustomValue
from itsm.fields.values import fields_of
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from tickets.models import Comment, Report, Ticket, TicketSettings
from tickets.overview.choices import WORKING, choices_for

ORDERINGS = {
    "number": "pk",
    "school": "school__name",
    "state": "state",
    "last": "last_handled_at",
    "waiting": "waiting_since",
    "changed": "updated_at",
    "created": "created_at",
}
NOBODY = 0
# Read and drawn only where they are asked for: most people only search.
MORE = ("category", "tile", "assignee", "status", "waiting_for", "level")
LATELY = timedelta(days=30)


def hidden(kind=forms.CharField, **limits):
    """Asked for by a link, never typed."""
    return lambda: kind(required=False, widget=forms.HiddenInput, **limits)


LINKED = {
    "scope": hidden(max_length=10),
    "location": hidden(forms.IntegerField, min_value=1),
    "only_here": hidden(max_length=1),
    "device": hidden(forms.IntegerField, min_value=1),
    "overdue": hidden(max_length=1),
    "answered": hidden(max_length=1),
    "lately": hidden(max_length=1),
    "ordering": hidden(max_length=60),
    "filters": hidden(max_length=1),
}


class TicketFilter(forms.Form):
    """The filter above the list; a value that makes no sense is left out and said, no error page.

    Fields are put in where they are asked for: each costs time on a page that is read all day.
    """

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("open")), ("all", _("all")), *Ticket.State.choices],
    )

    def __init__(self, data, *, user, full=False):
        super().__init__(data)
        self.user, self.works = user, reach_of(user).holds(*WORKING)
        self.full = full or _asks_for_more(data)
        self.offered = choices_for(user, full=self.full)
        self.custom_fields = list(fields_of("ticket")) if self.works else []
        self._places = {}
        self._offer("school", _("School"), _("all schools"), least=2)
        if self.full:
            self._offer_more()
        for name, field in LINKED.items():
            if data.get(name):
                self.fields[name] = field()
        self.is_valid()

    def _offer_more(self):
        if not FormLayout.of("ticket").hides("devices"):
            self._offer("category", _("Kind of device"))
        self._offer_tiles()
        people = self._choices("person")
        self._choose("assignee", _("In work with"), people and [(NOBODY, _("nobody")), *people])
        self._offer("status", _("Status"))
        self._choose("waiting_for", _("Waiting for"), Ticket.WaitingFor.choices, coerce=str)
        self._choose("level", _("Level"), Ticket.Level.choices if people else [])
        self._offer_custom()

    def _choices(self, of):
        return [(choice.pk, choice.label) for choice in self.offered.get(of, [])]

    def _offer(self, name, label, empty=None, least=1):
        self._choose(name, label, self._choices(name), empty, least)

    def _choose(self, name, label, rows, empty=None, least=1, coerce=int):
        """A select; none where there is nothing to choose, unless a link asked for it."""
        if len(rows) >= least or (self.works and self.data.get(name)):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=coerce,
                empty_value=None,
                choices=[("", empty or _("all")), *rows],
            )

    def _offer_tiles(self):
        kinds = {c.pk: c.label for c in self.offered.get("category", [])}
        groups = {}
        for tile in self.offered.get("tile", []):
            groups.setdefault(kinds.get(tile.under, _("Room")), []).append((tile.pk, tile.label))
        self._choose("tile", _("What is wrong"), list(groups.items()))

    def _offer_custom(self):
        for field in self._asked_in_lists():
            self.fields[PREFIX + field.key] = filter_field(field)

    def _asked_in_lists(self):
        return [field for field in self.custom_fields if field.in_list]

    @property
    def left_out(self) -> list[str]:
        """The names of filters that made no sense."""
        return [str(self[name].label) for name in self.errors if name in self.fields]

    def get(self, name):
        """What was asked for, or None when it was left out or makes no sense."""
        return self.cleaned_data.get(name) or None

    def tickets(self):
        """The tickets asked for, of those this person sees, in the order asked for."""
        found = Ticket.objects.visible_to(self.user).filter(
            self._state(), self._scope(), self._keeper(), *self._days()
        )
        for name in ("school", "level", "waiting_for", "tile", "status"):
            if value := self.get(name):
                found = found.filter(**{name: value})
        found = self._about(found)
        if words := self.get("q"):
            found = found.found_for(self.user, words)
        return self._ordered(found.filter(custom_filter(self._asked_in_lists(), self.data)))

    def _about(self, found):
        if category := self.get("category"):
            found = found.filter(_devices(category=category))
        if self.get("device"):
            device = self.asked_device()
            found = found.filter(_devices(pk=device.pk)) if device else found.none()
        if self.get("location"):
            place = self.asked_place()
            found = self._at(found, place) if place else found.none()
        return found

    def _at(self, found, place):
        return found.filter(location=place) if self.get("only_here") else found.at(place)

    def asked_place(self):
        """The place asked for, if this person sees it."""
        return self._once("location", Location.objects)

    def asked_device(self):
        """The device asked for, if this person sees it."""
        return self._once("device", Device.objects.select_related("category", "model"))

    def _once(self, name, rows):
        if name not in self._places:
            asked = self.get(name)
            seen = rows.visible_to(self.user).filter(pk=asked)
            self._places[name] = seen.first() if asked else None
        return self._places[name]

    def _state(self):
        state = self.get("state")
        if state == "all":
            return Q()
        return Q(state=state) if state else Q(state__in=Ticket.OPEN)

    def _scope(self):
        scope = self.get("scope")
        if scope == "mine":
            return Q(assignee=self.user) if self.works else told_by(self.user)
        if scope == "told":
            return told_by(self.user)
        return Q(school__in=self.my_schools) if scope == "schools" else Q()

    @property
    def my_schools(self) -> list[int]:
        """The schools somebody is posted at; for people of a school, their own."""
        posted = [c.pk for c in self.offered.get("posted", [])]
        return posted or list(reach_of(self.user).schools(*Role.values))

    def _keeper(self):
        asked = self.cleaned_data.get("assignee")
        if asked is None:
            return Q()
        return Q(assignee=None) if asked == NOBODY else Q(assignee=asked)

    def _days(self):
        """What a figure of the first page opens."""
        if self.get("overdue"):
            yield waits_too_long(TicketSettings.get())
        if self.get("answered"):
            yield answered_since_yesterday(self.user)
        if self.get("lately"):
            yield solved_lately()

    def _ordered(self, found):
        wanted = self.get("ordering") or "-number"
        name, down = wanted.removeprefix("-"), wanted.startswith("-")
        if name.startswith(PREFIX):
            return self._by_custom(found, name.removeprefix(PREFIX), down)
        column = ORDERINGS.get(name)
        if column in (None, "pk"):
            return found.order_by("pk" if column and not down else "-pk")
        return found.order_by(_way(F(column), down), "-pk")

    def _by_custom(self, found, key, down):
        field = next((f for f in self.custom_fields if f.key == key and f.sortable), None)
        if field is None:
            return found.order_by("-pk")
        column = {"number": "number", "date": "date"}.get(field.kind, "text")
        rows = CustomValue.objects.filter(field=field, object_id=OuterRef("pk"))
        found = found.annotate(sorted_by=Subquery(rows.values(column)[:1]))
        return found.order_by(_way(F("sorted_by"), down), "-pk")


def _asks_for_more(data) -> bool:
    custom = [name for name in data if name.startswith(PREFIX)]
    by_custom = data.get("ordering", "").removeprefix("-").startswith(PREFIX)
    return by_custom or any(data.get(name) for name in ("filters", *MORE, *custom))


def told_by(user) -> Q:
    """Those this person reported, or joined."""
    told = Report.objects.filter(ticket=OuterRef("pk"), by=user)
    return Q(opened_by=user) | Q(Exists(told))


def waits_too_long(agreed) -> Q:
    """Waiting longer than agreed: the day is over, or the days until one asks again."""
    long_ago = timezone.now() - timedelta(days=agreed.remind_days)
    today = timezone.localdate()
    late = Q(waiting_until__lt=today) | Q(waiting_until=None, waiting_since__lt=long_ago)
    return Q(state=Ticket.State.WAITING) & late


def answered_since_yesterday(user) -> Q:
    """Those in my hands on which a reporter or the school said something since yesterday."""
    said = Comment.objects.answers_to(user, yesterday()).filter(ticket=OuterRef("pk"))
    return Q(assignee=user) & Q(Exists(said))


def solved_lately() -> Q:
    """Solved within the last thirty days, closed since or not."""
    return Q(solved_at__gte=timezone.now() - LATELY)


def closed_lately() -> Q:
    """Closed within the last thirty days, solved or withdrawn."""
    return Q(closed_at__gte=timezone.now() - LATELY)


def yesterday():
    """The beginning of yesterday."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=1)


def _devices(**what) -> Q:
    through = Ticket.devices.through.objects
    about = {f"device__{name}": value for name, value in what.items()}
    return Q(Exists(through.filter(ticket=OuterRef("pk"), **about)))


def _way(column, down):
    """Empty ones last, whichever way."""
    return column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
