"""What somebody wants labels for, and the sheet that comes of it.

Everything goes through what the person may see and label: one foreign thing among those asked
for, and nothing is printed at all.
"""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from assets.devices.filters import DeviceFilter
from assets.labels.formats import FORMATS
from assets.labels.sheets import LabelText, render_labels
from assets.labels.workflow import MOST_AT_ONCE, labels_for, mark_printed
from assets.models import Device, Label, LabelAdjustment, Location
from itsm.guards.once import answered
from itsm.people.models import Authority, School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused

DEVICES, ROOMS, LABELS = "devices", "rooms", "labels"
LABELLING = (Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Selection:
    """Devices, rooms, or labels that exist already: what is to be printed."""

    what: str
    rows: QuerySet
    place: Location | None = None

    def count(self) -> int:
        """How many labels that makes."""
        return self.rows.count()

    def missing(self) -> int:
        """How many of these things have no label yet."""
        if self.what == LABELS:
            return 0
        owner = "device" if self.what == DEVICES else "location"
        mine = Label.objects.valid().filter(**{owner: OuterRef("pk")})
        return self.rows.filter(~Exists(mine)).count()

    def labels(self, *, by):
        """The labels, in the order in which one walks through the house; missing ones are made."""
        count = self.count()
        if not count:
            raise StepRefused(_("There is nothing to print here."))
        if count > MOST_AT_ONCE:
            raise StepRefused(_("At most %(most)s labels at once.") % {"most": MOST_AT_ONCE})
        return list(self.rows) if self.what == LABELS else labels_for(self.rows, by=by)


def devices_to_label(user):
    """The devices whose labels this person may print, bind and replace (see rules.can_label)."""
    return Device.objects.visible_to(user).filter(_labelled_by(user))


def rooms_to_label(user):
    """The rooms whose labels this person may print, bind and replace."""
    return places_to_label(user).filter(kind=Location.Kind.ROOM)


def places_to_label(user):
    """Rooms, and whatever else may carry a label of its own: a hall, a building."""
    return Location.objects.visible_to(user).filter(reach_of(user).within(*LABELLING))


def key_scope(user) -> str:
    """Under which name the blank labels a person made are remembered."""
    return f"labels.blank:{user.pk}"


def select(user, query) -> Selection:
    """What the address asks for. Raises 404 for anything foreign, and for what isn't there."""
    if "blank" in query:
        return Selection(LABELS, _labels(user, _made_with(user, query)))
    if "labels" in query:
        return Selection(LABELS, _labels(user, _numbers(query, "labels")))
    query = _plainly(query)
    return _rooms(user, query) if query.get("what") == ROOMS else _devices(user, query)


def print_sheet(selection, *, by, format, start, copies) -> bytes:
    """The labels as PDF, moved as this house's printer needs it; and printed they are."""
    labels = selection.labels(by=by)
    authority = Authority.get()
    moved = LabelAdjustment.objects.filter(format=format).first() or LabelAdjustment()
    pdf = render_labels(
        [text_of(label, authority) for label in labels],
        FORMATS[format],
        start=start,
        copies=copies,
        dx=float(moved.dx),
        dy=float(moved.dy),
    )
    mark_printed(labels, by=by)
    return pdf


def text_of(label, authority) -> LabelText:
    """What a label says: a device's number and room, a room's path, the authority's words."""
    words = {"text": authority.label_text, "phone": authority.phone}
    if label.device:
        place, school = label.device.location, label.device.school
        name = place.name if place else school.short_name if school else ""
        return LabelText(label.url, number=label.device.inventory_number, name=name, **words)
    return LabelText(label.url, name=label.location.path if label.location else "", **words)


def _labelled_by(user):
    reach = reach_of(user)
    in_cases = Q(category__is_case=True) | Q(case__isnull=False)
    cases = in_cases if reach.holds_everywhere(Role.LENDER) else Q(pk=None)
    return reach.within(*LABELLING) | cases


def _devices(user, query):
    if "items" in query:
        seen = Device.objects.visible_to(user).filter(pk__in=_numbers(query, "items"))
        rows = _all(seen, devices_to_label(user), _numbers(query, "items"))
        place = None
    else:
        rows, place = _filtered(user, query)
    named = rows.select_related("category", "school", "location")
    order = [] if query.get("ordering") else ["location__path_order", "number_order"]
    return Selection(DEVICES, named.order_by(*order) if order else named, place)


def _filtered(user, query):
    """The devices a list shows under this filter, without those retired."""
    form = DeviceFilter(query, user=user)
    if form.errors or (form.get("location") and form.place() is None):
        raise Http404  # a filter that leads nowhere must not print everything
    return form.devices().filter(_labelled_by(user)).current(), form.place()


def _rooms(user, query):
    if "items" in query:
        ids, place = _numbers(query, "items"), None
        seen = Location.objects.visible_to(user).filter(pk__in=ids)
        rows = _all(seen, places_to_label(user), ids)
    else:
        rows, place = _rooms_of(user, query)
    return Selection(ROOMS, rows.select_related("school").order_by("tree_id", "lft"), place)


def _rooms_of(user, query):
    """The rooms at a place, of a school, or of a school at a place."""
    rows, place = rooms_to_label(user).filter(closed=False), None
    if query.get("school"):
        rows = rows.filter(school=_one(School.objects.visible_to(user), query, "school"))
    if query.get("location") or not query.get("school"):
        place = _one(Location.objects.visible_to(user), query, "location")
        rows = rows.inside(place)
    return rows, place


def _plainly(query):
    """Other pages say the same in short: `rooms=5` and `items=device:7`."""
    plain = query.copy()
    if "rooms" in query:
        plain["what"], plain["location"] = ROOMS, query["rooms"]
    kinds = {word.partition(":")[0] for word in query.getlist("items") if ":" in word}
    if len(kinds) > 1 or not kinds <= {"device", "location"}:
        raise Http404
    if kinds:
        plain["what"] = ROOMS if "location" in kinds else DEVICES
        plain.setlist("items", [word.partition(":")[2] for word in query.getlist("items")])
    return plain


def _labels(user, ids):
    rows = Label.objects.visible_to(user).filter(pk__in=ids)
    if not ids or rows.count() != len(ids):
        raise Http404
    if rows.count() != rows.valid().count():
        raise StepRefused(_("One of these labels is blocked. Please choose again."))
    return rows.with_names().order_by("pk")


def _made_with(user, query):
    """The blank labels this person made with the form of this key."""
    return answered(key_scope(user), query["blank"].replace("\0", "")) or []


def _all(seen, mine, ids):
    """Exactly these, or none: foreign ones are not there (404), others not allowed (403)."""
    if not ids or seen.count() != len(ids):
        raise Http404
    chosen = mine.filter(pk__in=ids)
    if chosen.count() != len(ids):
        raise NotAllowed(_("You may not do that."))
    return chosen


def _numbers(query, name) -> set[int]:
    """The ids of an address: given one by one, or with commas."""
    words = {word.strip() for value in query.getlist(name) for word in value.split(",")} - {""}
    if not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
        raise Http404
    if len(words) > MOST_AT_ONCE:
        raise BadRequest(f"more than {MOST_AT_ONCE} ids")
    return {int(word) for word in words}


def _one(rows, query, name):
    """The one row an address names."""
    ids = _numbers(query, name)
    row = rows.filter(pk__in=ids).first() if len(ids) == 1 else None
    if row is None:
        raise Http404
    return row
