"""Schools, and the tree of places."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.base import Scoped, step
from api.fields import Body, One, text
from api.filters import below, by_choice, by_id, by_place, by_thing, yes_or_no
from api.scope import seen
from api.serializers.devices import Replace
from api.serializers.places import LocationRow, SchoolRow
from api.views.labels import replace_label
from assets import rules
from assets.models import Device, Location
from assets.places.workflow import places as steps
from itsm.people.models import School
from itsm.search import plainly_matching
from itsm.workflow import require


def _at_home_in(place):
    return Location.objects.inside(place).order_by().values("school")


class Schools(Scoped):
    """The schools the person's roles reach."""

    serializer_class, queryset = SchoolRow, School.objects.none()
    filters = {
        "school": by_id("pk"),
        "kind": by_id("kind"),
        "device": by_thing("device", Device, lambda rows, one: rows.filter(pk=one.school_id)),
        "location": by_place(lambda rows, place: rows.filter(pk__in=_at_home_in(place))),
    }
    orderings = {"id": "pk", "name": "name", "short_name": "short_name"}

    def rows(self, user):
        return seen(School, user).select_related("kind").order_by("name", "pk")

    def found(self, rows, words):
        return rows.filter(plainly_matching(words, ("name", "short_name", "place")))


class NewLocation(Body):
    """A place; without a parent a site. Without a school it is shared."""

    name = text(max_length=80)
    kind = serializers.ChoiceField(Location.Kind.choices)
    parent = One(Location, required=False, allow_null=True, default=None)
    school = One(School, required=False, allow_null=True, default=None)


class LocationChanges(Body):
    name = text(required=False, max_length=80)
    school = One(School, required=False, allow_null=True)
    closed = serializers.BooleanField(required=False)


class NewParent(Body):
    """In what it stands now."""

    parent = One(Location)


def may_edit(user, place):
    """Places are changed by administrators."""
    return rules.can_edit_places(user)


class Locations(Scoped):
    """Sites, buildings, floors, rooms: own ones, and shared ones of the same site."""

    serializer_class, queryset = LocationRow, Location.objects.none()
    filters = {
        "school": by_id("school"),
        "parent": by_id("parent"),
        "kind": by_choice("kind", Location.Kind.values),
        "location": by_place(lambda rows, place: rows.filter(**below(place))),
        "device": by_thing("device", Device, lambda rows, one: rows.filter(pk=one.location_id)),
        "closed": yes_or_no("closed"),
    }
    orderings = {"id": "pk", "name": "name", "path": "path_order"}

    def rows(self, user):
        rows = seen(Location, user).select_related("school", "parent").prefetch_related("labels")
        return rows.order_by("tree_id", "lft")

    def found(self, rows, words):
        return rows.filter(plainly_matching(words, ("name", "path")))

    @extend_schema(request=NewLocation, responses={201: LocationRow})
    def create(self, request):
        """A new place, for administrators."""

        def act():
            require(rules.can_edit_places, request.user)
            return self.shown(steps.add_place(by=request.user, **self.read(NewLocation)))

        return self.answer(act, status=201)

    @extend_schema(request=LocationChanges, responses={200: LocationRow})
    def partial_update(self, request, pk=None):
        """Rename it, close it, give it to another school."""

        def act():
            place = self.get_object()
            require(rules.can_edit_places, request.user)
            now = {"name": place.name, "school": place.school, "closed": place.closed}
            changed = steps.edit_place(place, by=request.user, **now | self.read(LocationChanges))
            return self.shown(changed)

        return self.answer(act)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """Remove a place where nothing is and nothing ever happened."""

        def act():
            place = self.get_object()
            require(rules.can_edit_places, request.user)
            steps.remove_place(place, by=request.user)

        return self.answer(act, status=204)

    move = step(steps.move_place, NewParent, may=may_edit, name="move", row=LocationRow)
    replace_label = step(replace_label, Replace, may=rules.can_label, row=LocationRow)
