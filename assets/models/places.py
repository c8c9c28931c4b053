"""The tree of places: site, building, floor, room."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from itsm.people.models import School
from itsm.people.reach import EVERYTHING, reach_of
from itsm.people.roles import Role
from itsm.query_cache import Blanks
from itsm.same import KeyField, name_key, order_key

# A place in a compiled query, as far as `inside` and `at` ask of it.
SOME_PLACE = Blanks("tree_id", "lft", "rght")


class LocationQuerySet(TreeQuerySet):
    def visible_to(self, user):
        """My schools' places, and the shared ones of every site where a school of mine is."""
        reach = reach_of(user)
        if reach.holds_everywhere(*Role.values):
            return self.filter(EVERYTHING)
        mine = Q(school__in=reach.schools(*Role.values))
        trees = Location.objects.filter(mine).order_by().values("tree_id")
        return self.filter(mine | Q(school=None, tree_id__in=trees))

    def inside(self, node):
        """The node and everything below it."""
        return self.filter(tree_id=node.tree_id, lft__gte=node.lft, rght__lte=node.rght)


class Location(MPTTModel):
    """A place where devices stand. A room may belong to another school than its building."""

    class Kind(models.TextChoices):
        SITE = "site", _("Site")
        BUILDING = "building", _("Building")
        FLOOR = "floor", _("Floor")
        ROOM = "room", _("Room")

    # What may stand in what: downwards only, levels may be left out.
    INSIDE: dict[str, set[str | None]] = {
        Kind.SITE: {None},
        Kind.BUILDING: {Kind.SITE},
        Kind.FLOOR: {Kind.SITE, Kind.BUILDING},
        Kind.ROOM: {Kind.SITE, Kind.BUILDING, Kind.FLOOR},
    }

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("in")
    )
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="locations",
        verbose_name=_("school"),
        help_text=_("Leave empty where several schools share the place."),
    )
    # "Haupthaus, 2. OG, Raum 204": kept by the workflow, so that lists need no ancestors.
    path = models.CharField(max_length=300, blank=True)
    closed = models.BooleanField(_("no longer used"), default=False)
    name_key = KeyField(of="name", key=name_key, within=("parent",))
    # Raum 2 before Raum 10, wherever places or what stands in them are listed.
    path_order = KeyField(of="path", key=order_key, db_index=True)

    objects = TreeManager.from_queryset(LocationQuerySet)()

    class Meta(MPTTModel.Meta):
        verbose_name = _("place")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name_key"],
                name="a_name_once_among_siblings",
                condition=Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="sites_are_the_roots",
                condition=Q(kind="site", parent=None) | (~Q(kind="site") & Q(parent__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.name
