"""The tree of places as an import sees it: what is there, and what would be added."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.imports.answers import AUTHORITY, Answers, key_for
from assets.imports.values import RowFailed
from assets.models import Location
from itsm.same import name_key

Kind = Location.Kind
NO_SCHOOL = gettext_lazy("No school is named: please say which school this list is of.")
BETWEEN = re.compile(r"\s*(?:>|›|→|»|\\|::)\s*")
LONGEST = Location._meta.get_field("name").max_length
# What the parts of a way are, by how many of them lie below the site.
WAYS = {1: (Kind.ROOM,), 2: (Kind.BUILDING, Kind.ROOM), 3: (Kind.BUILDING, Kind.FLOOR, Kind.ROOM)}


fold = name_key


class Places:
    """All places in memory; new ones are planned here and made real by the workflow."""

    def __init__(self, user, schools, answers=None):
        self.answers, self.by_id = answers or Answers(), {}
        self.by_name, self.by_path = defaultdict(list), defaultdict(list)
        self.homes, known = defaultdict(list), {}
        # Without a school a place is the authority's own: only where somebody says so is it new.
        self.may_add_sites = self.answers.list_of == AUTHORITY
        for place in Location.objects.visible_to(user).order_by("level", "pk"):
            place.parent = known.get(place.parent_id)
            place.school = schools.get(place.school_id)
            known[place.pk] = self.by_id[place.pk] = place
            self._keep(place)

    def find(self, school, said):
        """The place a row names, planned where it is not there yet; None if it names none."""
        text, parts = said.get("place", ""), _parts(said)
        if parts and (known := self._by_path(school, ", ".join(dict(parts).values()))):
            return known
        if parts:
            if school is None:
                return self._authority([name for name in (text, *dict(parts).values()) if name])
            if text and "building" not in said and fold(text) not in self._names_of(school):
                parts = [(Kind.BUILDING, text), *parts]
            return self._walk(school, parts)
        return (self._by_path(school, text) or self._by_way(school, text)) if text else None

    def _by_way(self, school, text):
        names = [name for name in BETWEEN.split(text) if name]
        if school is None:
            return self._authority(names)
        first, site = fold(names[0]) if names else "", None
        if first not in (fold(school.name), fold(school.short_name)):
            site = next((s for s in self._homes(school) if fold(s.name) == first), None)
        if site or first in self._names_of(school):
            names = names[1:]
        if not names:
            return site or self.home(school)
        if len(names) not in WAYS:
            raise RowFailed(_("A place has at most building, floor and room below the school."))
        return self._walk(school, zip(WAYS[len(names)], names, strict=True), site)

    def _names_of(self, school):
        sites = {fold(site.name) for site in self._homes(school)}
        return {fold(school.name), fold(school.short_name), *sites}

    def _by_path(self, school, text):
        """As our own lists write it: "Haupthaus, 2. OG, Raum 204"."""
        found = [p for p in self.by_path[fold(text)] if self._belongs(p, school)]
        found = [p for p in found if p.path == text] or found
        return found[0] if len({id(p.parent) for p in found}) == 1 else None

    def _walk(self, school, parts, here=None):
        """Step by step downwards; what is missing on the way is added there."""
        for kind, name in parts:
            found = self._below(here, school, name, kind)
            here = found or self._add(name, kind, here or self.home(school), school)
        return here

    def _below(self, here, school, name, kind):
        found = [p for p in self.by_name[fold(name)] if self._fits(p, here, school)]
        narrower = (
            lambda p: p.kind == kind,
            lambda p: p.parent is here,
            lambda p: p.name == name,
        )
        for fits in narrower:
            if len(found) > 1:
                found = [p for p in found if fits(p)] or found
        # Two in one building or floor are one room entered twice: no row can tell them apart.
        if len({id(p.parent) for p in found}) > 1:
            raise RowFailed(
                _("There are several places called “%(name)s” here: name the building as well.")
                % {"name": name}
            )
        if found and found[0].school not in (None, school):
            raise RowFailed(
                _("“%(name)s” belongs to %(school)s.") % {"name": name, "school": found[0].school}
            )
        return found[0] if found else None

    def _fits(self, place, here, school):
        if place.parent is None:
            return False
        return _is_below(place, here) if here else self._belongs(place, school)

    def _belongs(self, place, school):
        """The school's own, or shared ones where the school is at home."""
        if place.school is school:
            return True
        return place.school is None and any(home is _root(place) for home in self._homes(school))

    def _homes(self, school):
        """The sites where this school has a place, its own ones first."""
        homes = self.homes[id(school)] if school else []
        return sorted(homes, key=lambda site: site.school is not school)

    def home(self, school):
        """Where the school is at home: its site, planned under its name if it has none."""
        homes = self._homes(school)
        return (
            homes[0]
            if homes
            else self._add(school.name[:LONGEST], Kind.SITE, None, school, asked=False)
        )

    def _authority(self, names):
        """Without a school it is a place of the authority itself: a site, and what is in it."""
        sites = [p for p in self.by_name[fold(names[0])] if p.parent is None and p.school is None]
        if not sites and not self.may_add_sites:
            raise RowFailed(NO_SCHOOL)
        here = sites[0] if sites else self._add(names[0], Kind.SITE, None, None)
        if len(names) > 1 and len(names) - 1 not in WAYS:
            raise RowFailed(_("A place has at most building, floor and room below the school."))
        for kind, name in zip(WAYS.get(len(names) - 1, ()), names[1:], strict=True):
            found = self._below(here, None, name, kind)
            here = found or self._add(name, kind, here, None)
        return here

    def _add(self, name, kind, parent, school, asked=True):
        if len(name) > LONGEST:
            raise RowFailed(
                _("The name of a place has at most %(most)s signs.") % {"most": LONGEST}
            )
        if (parent.kind if parent else None) not in Location.INSIDE[kind]:
            raise RowFailed(
                _("“%(name)s” cannot be a part of “%(parent)s”.") % {"name": name, "parent": parent}
            )
        place = Location(name=name, kind=kind, parent=parent, school=school)
        place.path = _path(place)
        meant = self.answers.settle(key_of(place), name, self.by_id) if asked else None
        if meant:
            return meant
        self._keep(place)
        return place

    def beside(self, planned):
        """The places of the same school that a new one may be meant to be, each with its name."""
        kind, school = planned.kind, planned.school
        others = [place for place in self.by_id.values() if place.kind == kind]
        return [(place.name, place) for place in others if place.school in (school, None)]

    def _keep(self, place):
        self.by_name[fold(place.name)].append(place)
        self.by_path[fold(place.path)].append(place)
        homes = self.homes[id(place.school)]
        if place.school and not any(home is _root(place) for home in homes):
            homes.append(_root(place))


def key_of(place) -> str:
    """How an answer about a new place is kept."""
    site = _root(place)
    where = f"{place.school or ''} {site.name if site is not place else ''} {_path(place)}"
    return key_for("location", where)


def _parts(said):
    kinds = {"building": Kind.BUILDING, "floor": Kind.FLOOR, "room": Kind.ROOM}
    return [(kind, said[field]) for field, kind in kinds.items() if field in said]


def _is_below(place, here):
    while place := place.parent:
        if place is here:
            return True
    return False


def _root(place):
    while place.parent:
        place = place.parent
    return place


def _path(place):
    names = []
    while place.parent:
        names.insert(0, place.name)
        place = place.parent
    return ", ".join(names)[:300] or place.name
