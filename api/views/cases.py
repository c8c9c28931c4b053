"""Cases: what belongs in their slots, and what lies there."""

from collections import defaultdict

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from api.base import step
from api.fields import MISSING
from api.filters import by_thing
from api.scope import seen
from api.serializers import cases as bodies
from api.serializers.cases import CaseRow
from api.views.devices import IF_MATCH, Devices, open_tickets_of
from assets import rules
from assets.cases import workflow
from assets.cases.slots import contents_for
from assets.models import Category, Device
from loans.models import Loan
from loans.workflow import device_by


def fill(case, *, by, device=None, code="", slot=None):
    """A device goes into a slot, the next free one where none is named."""
    workflow.fill(case, by=by, device=device or _scanned(by, code), slot=slot)


def take_out(case, *, by, device=None, code="", slot=None, note=""):
    """A device leaves its slot; it stays where the case stands."""
    found = device or (_scanned(by, code) if code else case.contents.filter(slot=slot).first())
    if found is None or found.case_id != case.pk:
        raise ValidationError({"device": [_("It is not in this case.")]})
    workflow.take_out(found, by=by, note=note)


def _scanned(by, code):
    """What was scanned or typed, if this person sees it."""
    if not code:
        raise ValidationError({"device": [_("Please say which device.")]})
    found = seen(Device, by).filter(pk=device_by(code).pk).select_related("category", "case")
    return found.first() or _refuse()


def _refuse():
    raise ValidationError({"code": [MISSING]})


def running_loans(found, user) -> dict[int, int]:
    """Which loan each of these cases is out with, or back from, as far as the person sees it."""
    away = Loan.objects.visible_to(user).filter(case__in=found, state__in=Loan.AWAY)
    return dict(away.order_by().values_list("case", "pk"))


class Cases(Devices):
    """Devices that hold others in numbered slots. The id is the same as in `devices/`."""

    serializer_class, queryset = CaseRow, Device.objects.none()
    filters = Devices.filters | {
        "device": by_thing("device", Device, lambda rows, one: rows.filter(pk__in=_case_of(one)))
    }

    def rows(self, user):
        return super().rows(user).cases().prefetch_related("accessories__kind")

    def shown_all(self, rows):
        rows, user = list(rows), self.request.user
        inside = defaultdict(list)
        for device in contents_for(user).filter(case__in=rows):
            inside[device.case_id].append(device)
        known = {"inside": inside, "loans": running_loans(rows, user)}
        known["faults"] = open_tickets_of(rows, user)
        context = {**self.get_serializer_context(), **known}
        return CaseRow(rows, many=True, context=context).data

    def kind(self, data):
        """The kind that is meant where none is named, if there is just one."""
        if "category" in data:
            return data["category"]
        kinds = list(Category.objects.filter(is_case=True, retired=False)[:2])
        if len(kinds) != 1:
            raise ValidationError({"category": [_("Please say which kind of case.")]})
        return kinds[0]

    @extend_schema(request=bodies.NewCase, responses={201: CaseRow})
    def create(self, request):
        """A new case comes onto the books; without a number it gets the next one."""
        return self.registered(bodies.NewCase)

    @extend_schema(request=bodies.CaseChanges, responses={200: CaseRow}, parameters=[IF_MATCH])
    def partial_update(self, request, pk=None):
        """Capacity, apps, MDM group, value, and whatever else is written about it."""
        return self.edited(bodies.CaseChanges)

    @extend_schema(request=bodies.CaseChanges, responses={200: CaseRow}, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def edit(self, request, pk=None):
        """The same as PATCH, by the name of its step."""
        return self.edited(bodies.CaseChanges)

    fill = step(fill, bodies.Fill, may=rules.can_fill, row=CaseRow)
    take_out = step(take_out, bodies.TakeOut, may=rules.can_fill, row=CaseRow)
    count = step(workflow.count, bodies.Count, may=rules.can_fill, row=CaseRow)


def _case_of(device):
    """The case itself, or the one in whose slot the device is."""
    return [device.pk, device.case_id] if device.case_id else [device.pk]
