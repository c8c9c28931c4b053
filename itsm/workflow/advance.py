"""The one door through which a state changes."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from itsm.workflow.refusals import StepRefused


class Row(Protocol):
    """A row of a table."""

    objects: Any

    @property
    def pk(self) -> Any:
        """Its number."""


class Stepping(Row, Protocol):
    """A row with a state, and a table of the states that may follow each."""

    @property
    def STEPS(self) -> Mapping[Any, Collection[Any]]:
        """Which states may follow each."""

    @property
    def state(self) -> str:
        """The state it is in."""

    def get_state_display(self) -> str:
        """The state in words."""

    def status_for(self, state: str) -> object:
        """The authority's usual status of a state."""


def advance(
    thing: Stepping, to: str, *, expect: Mapping[str, object] | None = None, **fields: object
) -> None:
    """Move a thing to another state, together with the fields that go with the step.

    The model's STEPS table says whether that is possible now; it is refused where the table does
    not name the new state, and where somebody else was faster (`swap`, on the state as it was read
    and on `expect`). The usual status of the new state comes along unless `fields` has another.
    """
    old = thing.state
    if to not in thing.STEPS[old]:
        raise StepRefused(
            _("That is not possible: it is “%(state)s” now.") % {"state": thing.get_state_display()}
        )
    if "status" not in fields:
        fields["status"] = thing.status_for(to)
    swap(thing, expect={"state": old, **(expect or {})}, state=to, **fields)


def swap(thing: Row, *, expect: Mapping[str, object], **fields: object) -> None:
    """Write these fields if those in `expect` are still as they were read: a compare-and-swap.

    When somebody else was faster, no row changes, and the person is told so.
    """
    if not type(thing).objects.filter(pk=thing.pk, **expect).update(**fields):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    for name, value in fields.items():
        setattr(thing, name, value)
