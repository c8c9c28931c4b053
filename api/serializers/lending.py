"""What may be said to a loan: the bodies of its steps."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import MISSING, Body, One, Several, text
from api.scope import seen
from api.serializers.applications import Day
from api.serializers.devices import Note
from assets.labels.codes import possible_codes
from assets.models import AccessoryKind, Device, FaultTile, Location
from itsm.files.uploads import UploadRefused, accept_upload
from itsm.same import number_key
from loans.models import Damage, PreparationTask, Signature

MOST_COUNTED, MOST_TASKS, BIGGEST = 9999, 200, 2**31 - 1


class Of(Body):
    """One row of the loan, found by its id among the rows of the loan."""

    row_name, rows = "", ""

    def found(self, data):
        """The row of this id; the only one there is, where none is named."""
        rows, asked = getattr(self.context["thing"], self.rows), data.pop(self.row_name, None)
        named = list(self.narrowed(rows) if asked is None else rows.filter(pk=asked))
        if len(named) != 1:
            raise serializers.ValidationError({self.row_name: [MISSING]})
        return named[0]

    def narrowed(self, rows):
        """Those that may be meant where none is named."""
        return rows.all()

    def validate(self, data):
        return data | {self.row_name: self.found(data)}


def let_in(file, **limits):
    """A file that passed the gate; why not, stands beside `file`."""
    try:
        return accept_upload(file, **limits)
    except UploadRefused as refused:
        raise serializers.ValidationError({"file": [str(refused)]}) from refused


def row_id(**kwargs):
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, **kwargs)


class OfCondition(Of):
    """Which condition: the `id` of a row of `conditions`; without one, the only open one."""

    row_name, rows = "condition", "conditions"
    condition = row_id(required=False)

    def narrowed(self, rows):
        return rows.filter(met_at=None)


class MeetCondition(OfCondition):
    """A word, a day, or a file (then as `multipart/form-data`), as the condition asks."""

    proof = text(required=False, allow_blank=True, max_length=4000)
    valid_until = Day(required=False, allow_null=True)
    file = serializers.FileField(required=False)

    def validate(self, data):
        if file := data.pop("file", None):
            data["accepted"] = let_in(file, max_bytes=settings.UPLOAD_MAX_BYTES)
        return super().validate(data)


class ReopenCondition(OfCondition):
    condition = row_id()
    note = text(required=False, allow_blank=True, max_length=300)


class Approve(Note):
    case = One(Device, {"category__is_case": True}, required=False, allow_null=True)


class Reason(Body):
    reason = text(max_length=2000)


class Extend(Body):
    end = Day(help_text="Excluded: the day on which it is back.")
    reason = text(required=False, allow_blank=True, max_length=2000)


class Ticked(Body):
    """These lines of the list are done, and no others: the `id`s of `tasks`."""

    done = Several(PreparationTask, MOST_TASKS)


class Prepare(Note):
    """What of the list is done, the `id`s of `tasks`. Left out: all of it, if nobody has begun to
    tick, else what is ticked. What stays open wants a `note` that says why."""

    done = Several(PreparationTask, MOST_TASKS, required=False)


class Code(Body):
    """A label's code or address, an inventory number, or a serial number."""

    code = text(max_length=200)


class ScanIn(Code):
    location = One(Location, required=False, allow_null=True)


def scanned(code, prefix="") -> Q:
    """What was scanned or typed: a label that holds, or an inventory number."""
    label = {f"{prefix}labels__code__in": possible_codes(code)}
    valid = Q(**label, **{f"{prefix}labels__revoked_at": None})
    return valid | Q(**{f"{prefix}inventory_key": number_key(code)})


class OfItem(Body):
    """Which device of the loan: by the `id` of its row, as a device, by slot, or as scanned."""

    item = row_id(required=False)
    device = row_id(required=False)
    slot = serializers.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    code = text(required=False, max_length=200)

    def validate(self, data):
        asked = {
            name: data.pop(name) for name in ("item", "device", "slot", "code") if name in data
        }
        return data | {"item": self._found(asked)}

    def _found(self, asked):
        if not asked:
            raise serializers.ValidationError({"device": [_("Please say which device.")]})
        coded = scanned(asked.pop("code"), "device__") if "code" in asked else Q()
        if "item" in asked:
            asked["pk"] = asked.pop("item")
        items = self.context["thing"].items.filter(coded, **asked)
        rows = items.select_related("device__category", "device__case", "loan")
        # After a swap two devices had this slot: the later one is meant.
        return rows.last() or self._none()

    def _none(self):
        raise serializers.ValidationError({"device": [MISSING]})


class LeaveOut(OfItem):
    reason = text(max_length=200)


class NameDamage(OfItem):
    """What was broken before it goes out; an empty text takes it back."""

    text = text(allow_blank=True, max_length=300)


class CountOut(Body):
    """So many of this kind go along."""

    kind = One(AccessoryKind)
    out = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED)


class CountIn(Of):
    """So many came back, so many of those broken: of the row with this `id`, or of this kind."""

    row_name, rows = "accessory", "accessories"
    accessory = row_id(required=False)
    kind = One(AccessoryKind, required=False)
    back = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED)
    broken = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED, required=False)

    def narrowed(self, rows):
        kind = self.initial_data.get("kind")
        return rows.filter(kind=kind) if kind else rows.all()

    def validate(self, data):
        found = super().validate(data)
        found.pop("kind", None)
        return found


class SignatureBody(Body):
    """Drawn as strokes between 0 and 1, or only typed and confirmed."""

    side = serializers.ChoiceField(Signature.Side.choices)
    name = text(max_length=120)
    strokes = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(
                child=serializers.FloatField(min_value=0, max_value=1), min_length=2, max_length=2
            ),
            max_length=5000,
        ),
        required=False,
        max_length=200,
    )


class HandOver(Note):
    signatures = SignatureBody(many=True, required=False)
    location = One(Location, required=False, allow_null=True)


class TakeBack(Note):
    signatures = SignatureBody(many=True, required=False)
    due_on = Day(required=False, allow_null=True)


class Inspect(OfItem):
    """Three questions about a device; a "no" opens a ticket."""

    works = serializers.BooleanField(default=True)
    complete = serializers.BooleanField(default=True)
    lendable = serializers.BooleanField(default=True)
    note = text(required=False, allow_blank=True, max_length=2000, default="")
    cost = serializers.DecimalField(
        max_digits=9, decimal_places=2, required=False, allow_null=True, min_value=0
    )


class Swap(OfItem):
    """Which device leaves, and which spare takes its slot: by id, or as scanned."""

    spare = One(Device, required=False)
    spare_code = text(required=False, max_length=200)
    note = text(required=False, allow_blank=True, max_length=2000, default="")

    def validate(self, data):
        if code := data.pop("spare_code", ""):
            mine = seen(Device, self.context["request"].user).filter(scanned(code))
            data["spare"] = mine.select_related("category", "case").first()
        if not data.get("spare"):
            raise serializers.ValidationError({"spare": [_("Please say which spare.")]})
        return super().validate(data)


class NameRoom(Body):
    location = One(Location, allow_null=True)


class ReportFault(OfItem):
    tile = One(FaultTile, {"retired": False}, required=False, allow_null=True)
    description = text(required=False, allow_blank=True, max_length=8000, default="")


class Resolve(Of):
    """What became of something that was open."""

    row_name, rows = "open_item", "open_items"
    open_item = row_id(required=False)
    result = text(max_length=300)

    def narrowed(self, rows):
        return rows.filter(done_at=None)


class Decide(OfItem):
    """Who pays for what broke."""

    decision = serializers.ChoiceField([one for one in Damage.Decision.choices if one[0]])
    reason = text(required=False, allow_blank=True, max_length=2000, default="")
    cost = serializers.DecimalField(
        max_digits=9, decimal_places=2, required=False, allow_null=True, min_value=0
    )

    def validate(self, data):
        data = super().validate(data)
        damage = getattr(data.pop("item"), "damage", None)
        if damage is None:
            raise serializers.ValidationError({"device": [_("Nothing is broken on it.")]})
        return data | {"damage": damage}
