"""What an installed app brings to the settings. Its package `settings_pages` may have

- `ENTRIES`: what stands on the page /settings/, as `Entry`;
- `KEPT`: {model: `Kept`}, what the steps `save` and `move` keep;
- `ADAPTABLE`: things whose forms and states the authority adapts, as `Adaptable`;
- `FIELD_OWNERS`: to what it adds fields of its own, as `FieldOwner`;
- `DOUBLES`: of what may be entered twice, as `Doubled`;
- `MENTIONED`: {kind of subject: function(viewer, ids) -> {id: `Mention`}}, what the journal's page
  says beside a line about such a thing;
- a module `urls` with pages below /settings/. One with an `app_name` of its own is not taken in
  here: its pages stand elsewhere, and `itsm.urls` names it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Choices, Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.discovery import brought, modules_named
from itsm.people.rules import can_change_settings

PACKAGE = "settings_pages"


class Group(NamedTuple):
    """A heading of the page /settings/; small numbers stand further up."""

    title: str | Promise
    order: int


PEOPLE = Group(_("People and schools"), 10)
LOOK = Group(_("Look"), 80)
OPERATION = Group(_("Operation"), 90)


class Entry(NamedTuple):
    """A page of the settings: under which heading, its address by name, and what it is for. Those
    of one heading stand in their `order`, then as they are brought."""

    group: Group
    page: str
    icon: str
    title: str | Promise
    sentence: str | Promise
    may: Callable[[Any], bool] = can_change_settings
    order: int = 0


class Kept(NamedTuple):
    """How a setting is kept: what the journal calls it, among which rows it is moved up and down
    (those with the same values in these columns), and who may."""

    what: str
    among: tuple[str, ...] = ()
    may: Callable[[Any], bool] = can_change_settings


class Adaptable(NamedTuple):
    """A kind of thing whose built-in fields administrators lay out, and whose states have words of the
    authority's own: its built-in fields in their usual order, and those that are always there."""

    kind: str
    model: type[Model]
    label: str | Promise
    fields_title: str | Promise
    fields: tuple[str, ...]
    essential: frozenset[str]
    # In which order the words for their states are shown; the first is shown unasked.
    order: int

    @property
    def states(self) -> type[Choices]:
        """The fixed states, below which the words stand."""
        return self.model.State  # type: ignore[attr-defined]


class FieldOwner(NamedTuple):
    """To what a field of the authority's own belongs: here all things of one kind, which have the
    number 0. What owns its things by several rows has the same three methods."""

    type: str
    model: type[Model]  # type: ignore[valid-type]  # not the field above
    label: str | Promise
    icon: str
    several = False  # type: ignore[misc]  # said of all of them, no field

    def rows(self) -> list[tuple]:
        """(id, name, icon) of each owner."""
        return [(0, self.label, self.icon)]

    def name_of(self, owner_id: int) -> str:
        """What this owner is called; nothing where there is none."""
        return "" if owner_id else str(self.label)

    def filled_in(self, field) -> QuerySet:
        """The things in which this field has a value."""
        return self.model._default_manager.filter(custom__has_key=field.key)


class Doubled(NamedTuple):
    """Something of which the same may have been entered twice before the database could tell: the
    page on which one of them is mended, and how it is called in the list."""

    model: type[Model]
    title: str | Promise
    way: Callable[[Any], str]
    name: Callable[[Any], str] = str
    # Small numbers stand further up.
    order: int = 10


class Mention(NamedTuple):
    """Beside a line of the journal: what stands in front of it, and where it leads."""

    lead: str = ""
    url: str = ""
    link_label: str = ""


def groups_for(user, entries) -> list[tuple]:
    """(heading, cards) as a page of settings shows them: what this person may open."""
    found: dict[Group, list] = {}
    for entry in sorted(entries, key=lambda entry: (entry.group.order, entry.order)):
        if entry.may(user):
            found.setdefault(entry.group, []).append(_card(entry))
    return [(group.title, cards) for group, cards in found.items()]


def _card(entry):
    return {
        "url": reverse(entry.page),
        "icon": entry.icon,
        "title": entry.title,
        "sentence": entry.sentence,
    }


def entries() -> list[Entry]:
    """Everything that stands on the page /settings/."""
    return brought(PACKAGE, "ENTRIES")


def kept_as(model: type[Model]) -> Kept:
    """How a setting of this model is kept."""
    return _by_name("KEPT")[model]


def adaptable() -> dict[str, Adaptable]:
    """Things whose forms and states the authority adapts, by kind."""
    return {thing.kind: thing for thing in brought(PACKAGE, "ADAPTABLE")}


def field_owners() -> dict[str, Any]:
    """To what the authority adds fields of its own, by type; first what is one thing."""
    found = sorted(brought(PACKAGE, "FIELD_OWNERS"), key=lambda owner: owner.several)
    return {owner.type: owner for owner in found}


def doubled() -> list[Doubled]:
    """Of what may have been entered twice."""
    return sorted(brought(PACKAGE, "DOUBLES"), key=lambda kind: kind.order)


def page_of_one(page: str) -> Callable[[Any], str]:
    """The way to a row: the page of this name, with its id."""
    return lambda row: reverse(page, args=[row.pk])


def mentioned() -> dict[str, Callable]:
    """What the journal's page says beside its lines, by kind of subject."""
    return _by_name("MENTIONED")


def _by_name(what) -> dict:
    modules = modules_named(PACKAGE).values()
    return {k: v for module in modules for k, v in getattr(module, what, {}).items()}
