"""What becomes of a person's open work when she leaves or loses a role: the trade it belongs to
knows. Its module `leaving` has

- `open_work(person)`: what is in her hands, as `OpenWork`;
- `hand_over(person, *, by, heir)`: it goes to the heir, who may be herself, or to the others;
- `pass_on(school, *, by)`: at a school where somebody has lost a role, nothing stays lying;
- `back_with_others(number)`: the sentence that so much of it is with the others again.
"""

from types import ModuleType
from typing import NamedTuple

from itsm.discovery import modules_named


class OpenWork(NamedTuple):
    """Open work in somebody's hands: what it is called, how much, where it is listed, and all of it
    in a sentence."""

    label: str
    number: int
    url: str
    sentence: str


def trades() -> list[ModuleType]:
    """The modules that say what becomes of open work."""
    return list(modules_named("leaving").values())


def open_work(person) -> list[OpenWork]:
    """All that is in this person's hands."""
    return [trade.open_work(person) for trade in trades()]


def hand_over(person, *, by, heir):
    """Her open work goes to the heir, or back to the others; where the heir is herself, only what
    she may not work on any more."""
    for trade in trades():
        trade.hand_over(person, by=by, heir=heir)


def pass_on(school, *, by):
    """What lies at a school that has nobody for it any more goes on."""
    for trade in trades():
        trade.pass_on(school, by=by)
