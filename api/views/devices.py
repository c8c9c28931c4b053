"""Devices, and one action a step."""

from collections import Counter

from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from api.base import Scoped, step
from api.fields import MISSING, all_filled, custom_values
from api.filters import Filter, among, by_id, by_place, by_text
from api.scope import seen
from api.serializers import devices as bodies
from api.serializers.devices import DeviceRow
from api.views.labels import replace_label
from assets import rules
from assets.devices.workflow import devices as steps
from assets.models import Device
from itsm.fields.forms import custom_filter
from itsm.workflow import require
from tickets.models import Ticket

PLAIN = {
    "id": "pk",
    "inventory_number": "number_order",
    "category": "category__label_de",
    "model": "model__name",
    "school": "school__name",
    "location": "location__path_order",
}
DETAILED = {
    "serial_number": "serial_number",
    "name": "name",
    "state": "state",
    "purchased_on": "purchased_on",
    "warranty_until": "warranty_until",
    "updated_at": "updated_at",
}
PRICED = {"price": "price", "bound_until": "bound_until"}
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag as it was read: nothing is written if somebody saved meanwhile.",
)


def in_state(rows, values, user):
    """Who may not see states may not ask for them either."""
    return rows.detailed_to(user).filter(state__in=among("state", values, Device.State.values))


def open_tickets_of(devices, user) -> dict[int, int]:
    """How many open tickets each has that this person sees, or may know of: whoever sees a device
    may know that it is broken, but not that somebody asked for a password there."""
    here = Ticket.objects.open().known_to(user)
    told = Ticket.devices.through.objects.filter(device__in=devices, ticket__in=here)
    return Counter(told.order_by().values_list("device_id", flat=True))


class Devices(Scoped):
    """What stands in the rooms, as far as the person sees it."""

    serializer_class, queryset = DeviceRow, Device.objects.none()
    custom_owner = "category"
    filters = {
        "school": by_id("school"),
        "location": by_place(lambda rows, place: rows.inside(place)),
        "state": Filter(in_state, words=tuple(sorted(Device.State.values))),
        "category": by_id("category"),
        "model": by_id("model"),
        "device": by_id("pk"),
        "inventory_number": by_text("inventory_number"),
    }
    orderings = PLAIN | DETAILED | PRICED

    def rows(self, user):
        rows = seen(Device, user).with_names().select_related("funding_source", "case")
        return rows.prefetch_related("labels").order_by("pk")

    def found(self, rows, words):
        return rows.found_for(self.request.user, words)

    def allowed_orderings(self):
        """Sorting by what somebody may not see would tell it all the same."""
        user = self.request.user
        allowed = PLAIN | (DETAILED if rules.sees_all_details(user) else {})
        return allowed | (PRICED if rules.sees_all_prices(user) else {})

    def with_custom(self, rows, fields, params):
        wanted = Q(pk=None)
        for field in fields:
            wanted |= Q(category=field.owner_id) & custom_filter([field], params)
        return rows.detailed_to(self.request.user).filter(wanted)

    def shown_all(self, rows):
        rows, user = list(rows), self.request.user
        context = {**self.get_serializer_context(), "faults": open_tickets_of(rows, user)}
        return DeviceRow(rows, many=True, context=context).data

    def finalize_response(self, request, response, *args, **kwargs):
        """The version goes along as ETag, for If-Match."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(answer.data, dict) and answer.data.get("version"):
            answer["ETag"] = f'"{answer.data["version"]}"'
        return answer

    @extend_schema(request=bodies.NewDevice, responses={201: DeviceRow})
    def create(self, request):
        """A new device comes onto the books; without a number it gets the next one."""
        return self.registered(bodies.NewDevice)

    @extend_schema(request=bodies.DeviceChanges, responses={200: DeviceRow}, parameters=[IF_MATCH])
    def partial_update(self, request, pk=None):
        """Corrections: only what is named changes, old and new value are kept."""
        return self.edited(bodies.DeviceChanges)

    def registered(self, body):
        """The answer to a POST with this body."""

        def act():
            user = self.request.user
            require(may_register_something, user)
            data = self.read(body)
            data["category"] = self.kind(data)
            if "school" not in data:
                data["school"] = data["location"] and data["location"].school
            all_filled("device", data, asked=body().fields)
            given = data.get("custom", {})
            data["custom"] = custom_values("category", data["category"].pk, given)
            return self.shown(steps.register(by=user, **data))

        return self.answer(act, status=201)

    def kind(self, data):
        """What kind of thing is to be registered."""
        return data["category"]

    def edited(self, body):
        """The answer to a PATCH with this body."""

        def act():
            device, user = self.get_object(), self.request.user
            require(rules.can_step, user, device)
            data = {**_if_match(self.request), **self.read(body)}
            all_filled("device", data)
            category = data.get("category", device.category)
            if "custom" in data or category != device.category:
                given = data.get("custom", {})
                data["custom"] = custom_values("category", category.pk, given, device.custom)
            steps.edit(device, by=user, **data)
            return self.shown(device)

        return self.answer(act)

    @extend_schema(request=bodies.DeviceChanges, responses={200: DeviceRow}, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def edit(self, request, pk=None):
        """The same as PATCH, by the name of its step."""
        return self.edited(bodies.DeviceChanges)

    move = step(steps.move, bodies.Move, may=rules.can_step, row=DeviceRow)
    store = step(steps.store, bodies.Note, may=rules.can_step, row=DeviceRow)
    put_in_service = step(steps.put_in_service, bodies.Note, may=rules.can_step, row=DeviceRow)
    send_to_repair = step(steps.send_to_repair, bodies.Repair, may=rules.can_step, row=DeviceRow)
    return_from_repair = step(
        steps.return_from_repair, bodies.Repaired, may=rules.can_step, row=DeviceRow
    )
    report_missing = step(steps.report_missing, bodies.Note, may=rules.can_step, row=DeviceRow)
    retire = step(steps.retire, bodies.Note, may=rules.can_step, row=DeviceRow)
    replace_label = step(replace_label, bodies.Replace, may=rules.can_label, row=DeviceRow)


def may_register_something(user) -> bool:
    """Devices, or cases alone."""
    return rules.can_register_somewhere(user) or rules.can_register_case(user)


def _if_match(request) -> dict:
    """The version the person saw, from the header."""
    tag = request.headers.get("If-Match", "").strip()
    if tag in ("", "*"):
        return {}
    number = tag.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ValidationError({"If-Match": [MISSING]})
    return {"version": int(number)}
