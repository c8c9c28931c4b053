"""Schools that share a name: what tells them apart is the town, then the postcode."""

from collections import defaultdict

from django.utils.translation import gettext as _

from assets.imports.values import RowFailed
from itsm.same import name_key

LONGEST = 160


class Namesakes:
    """Schools by name, by name and town, and by the name they share with others."""

    def __init__(self, schools):
        self._by_name, self._with_town = {}, defaultdict(list)
        self._bare = defaultdict(list)
        for school in schools:
            self.add(school)

    def add(self, school):
        """One more school."""
        self._by_name.setdefault(name_key(school.name), school)
        bare = bare_name(school)
        self._bare[name_key(bare)].append(school)
        if school.place:
            towns = (school.place, f"{school.postcode} {school.place}")
            for called in {_plain(f"{bare} {town}") for town in towns}:
                self._with_town[called].append(school)

    def called(self, name):
        """The one school that a table calls so, also with its town; None where there is none.

        RowFailed where several share the name and none is called exactly so.
        """
        found = self._with_town.get(_plain(name), []) or self._bare.get(name_key(name), [])
        if len(found) > 1:
            words = _("There are several schools called “%(name)s”: %(schools)s.")
            names = "; ".join(school.name for school in found)
            raise RowFailed(words % {"name": name, "schools": names})
        return found[0] if found else None

    def meant(self, name, place="", postcode="", short_name=""):
        """The school of this name and town that a list of schools speaks of, or None.

        A school whose town or postcode nobody wrote down yet may be the one.
        """
        known = self._bare.get(name_key(name), [])
        if exact := self._by_name.get(name_key(name)):
            known = [exact, *(school for school in known if school is not exact)]
        short = [s for s in known if short_name and name_key(s.short_name) == name_key(short_name)]
        fitting = short or [s for s in known if _is_there(s, place, postcode)]
        if len(fitting) > 1 and not (place or postcode):
            words = _("There are several schools called “%(name)s”: give their town as well.")
            raise RowFailed(words % {"name": name})
        return fitting[0] if fitting else None

    def name_for(self, name, place="", postcode="") -> str:
        """What a school that is new is called: with its town where the name is taken."""
        ways = [name]
        if place and not self._with_town.get(_plain(f"{name} {place}")):
            ways.append(f"{name}, {place}")
        if place and postcode:
            ways.append(f"{name}, {postcode} {place}")
        for way in ways:
            if name_key(way) not in self._by_name:
                return way[:LONGEST]
        raise RowFailed(_("There is a school called “%(name)s” already.") % {"name": name})


def bare_name(school) -> str:
    """The name without the town that was put behind it."""
    for town in (f"{school.postcode} {school.place}", school.place):
        if school.place and school.name.endswith(f", {town}"):
            return school.name.removesuffix(f", {town}")
    return school.name


def _is_there(school, place, postcode):
    towns = not (place and school.place) or name_key(place) == name_key(school.place)
    codes = not (postcode and school.postcode) or postcode.strip() == school.postcode.strip()
    return towns and codes


def _plain(text):
    """Name and town in one: "N, Meppen", "N (Meppen)" and "N Meppen" are the same."""
    return " ".join(name_key(text).translate(str.maketrans(",()", "   ")).split())
