"""The journal: who did what to which things, when."""

from django.db.models import Exists, OuterRef

from api.base import Scoped
from api.filters import by_choice, by_id, by_place, by_thing
from api.scope import events_for
from api.serializers.events import EventRow, told, with_subjects
from assets.models import Device, Location
from itsm.journal.models import Event, Subject
from itsm.journal.wording import WORDING
from loans.models import Loan
from tickets.models import Ticket


def _about(kind):
    def narrow(rows, thing):
        lines = Subject.objects.filter(event=OuterRef("pk"), kind=kind, object_id=thing.pk)
        return rows.filter(Exists(lines))

    return narrow


def _at(rows, place):
    inside = Location.objects.inside(place).order_by().values("pk")
    lines = Subject.objects.filter(event=OuterRef("pk"), kind="location", object_id__in=inside)
    return rows.filter(Exists(lines))


class Events(Scoped):
    """Lines as deep as the person reads; `details` has the parts of the sentence."""

    serializer_class, queryset = EventRow, Event.objects.none()
    filters = {
        "device": by_thing("device", Device, _about("device")),
        "ticket": by_thing("ticket", Ticket, _about("ticket")),
        "case": by_thing("case", Device, _about("device")),
        "loan": by_thing("loan", Loan, _about("loan")),
        "location": by_place(_at),
        "school": by_id("school"),
        "verb": by_choice("verb", WORDING),
    }
    orderings = {"id": "pk", "at": "at"}

    def rows(self, user):
        rows = events_for(user).select_related("by").prefetch_related("subjects")
        return rows.order_by("-at", "-pk")

    def found(self, rows, words):
        return rows.filter(verb__icontains=words)

    def shown_all(self, rows):
        rows, user = list(rows), self.request.user
        lines = told(rows, user)
        return [with_subjects(event, line) for event, line in zip(rows, lines, strict=True)]
