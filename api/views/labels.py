"""Labels: printed codes, for those who handle them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from api.base import Scoped, step
from api.fields import MISSING
from api.filters import Filter, among, below, by_id, by_place
from api.serializers.devices import Bind, NewLabels
from api.serializers.places import LabelRow, LabelRows
from assets import rules
from assets.labels import workflow as steps
from assets.labels.codes import LENGTH, possible_codes
from assets.models import Label
from itsm.workflow import require

STATES = {
    "blank": Q(revoked_at=None, device=None, location=None),
    "valid": Q(revoked_at=None) & (Q(device__isnull=False) | Q(location__isnull=False)),
    "revoked": Q(revoked_at__isnull=False),
}


def in_state(rows, values, user):
    """Blank, valid or revoked ones."""
    wanted = Q(pk=None)
    for word in among("state", values, STATES):
        wanted |= STATES[word]
    return rows.filter(wanted)


def at_place(rows, place):
    """Those of this place and all below it, and of the devices standing there."""
    return rows.filter(Q(**below(place, "location__")) | Q(**below(place, "device__location__")))


def bind_to(label, *, by, device=None, location=None):
    """Tie a blank label to a device or a place, for ever."""
    if (device is None) == (location is None):
        raise ValidationError({"device": [_("Please name a device or a location.")]})
    steps.bind(label, by=by, thing=device or location)


def replace_label(thing, *, by, label=""):
    """A new label, or a blank one from the roll; the old code stops working."""
    blank = None
    if label:
        blank = Label.objects.in_hand(by).filter(code__in=possible_codes(label)).first()
        if blank is None:
            raise ValidationError({"label": [MISSING]})
    steps.replace(thing, by=by, blank=blank)


def may_handle(user, label):
    """Of one's own things, and blank ones for everybody who handles labels."""
    return rules.can_label(user, label.owner) if label.owner else rules.can_label_somewhere(user)


class Labels(Scoped):
    """Codes of one's own schools; a single one by its id, or by its code: in hand also a blank one."""

    serializer_class, queryset = LabelRow, Label.objects.none()
    lookup_field, lookup_value_regex = "code", "[0-9A-Za-z]{16}|[0-9]{1,15}"
    filters = {
        "device": by_id("device"),
        "school": by_id("school"),
        "location": by_place(at_place),
        "state": Filter(in_state, words=tuple(sorted(STATES))),
    }
    orderings = {
        "id": "pk",
        "created_at": "created_at",
        "printed_at": "printed_at",
        "bound_at": "bound_at",
    }

    def rows(self, user):
        scanned = len(self.kwargs.get("code", "")) == LENGTH
        rows = Label.objects.in_hand(user) if scanned else Label.objects.visible_to(user)
        return rows.with_names().order_by("-pk")

    def get_object(self):
        """By its code as people type it; what is shorter is an id."""
        named = self.kwargs["code"]
        if len(named) < LENGTH:
            self.lookup_field, self.lookup_url_kwarg = "pk", "code"
        else:
            self.kwargs["code"] = next(iter(possible_codes(named)), "")
        return super().get_object()

    def found(self, rows, words):
        return rows.found_by(words)

    @extend_schema(request=NewLabels, responses={201: LabelRows})
    def create(self, request):
        """The valid labels of these things, made where there is none; or blank ones."""

        def act():
            require(rules.can_label_somewhere, request.user)
            made = _made(request.user, **self.read(NewLabels))
            return {"labels": self.shown_all(made)}

        return self.answer(act, status=201)

    bind = step(bind_to, Bind, may=may_handle, name="bind", row=LabelRow)
    revoke = step(steps.revoke, may=may_handle, row=LabelRow)


def _made(by, devices, locations, blank=0):
    if bool(blank) == bool(devices or locations):
        raise ValidationError({"devices": [_("Please name devices or locations, or `blank`.")]})
    return (
        steps.make_blank(blank, by=by) if blank else steps.labels_for([*devices, *locations], by=by)
    )
