"""Where a loan stands now, and whose turn it is: one line of stations and one sentence."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.roles import Role
from loans.models import Loan

State = Loan.State
# What is going on while a loan is in these states, in the order of its life.
STATIONS = [
    ({State.DRAFT}, gettext_lazy("Application")),
    ({State.SUBMITTED, State.WAITLISTED}, gettext_lazy("Decision")),
    ({State.APPROVED}, gettext_lazy("Preparation")),
    ({State.PREPARED}, gettext_lazy("Handover")),
    ({State.HANDED_OVER}, gettext_lazy("At the school")),
    ({State.RETURNED}, gettext_lazy("Inspection")),
    ({State.CLOSED}, gettext_lazy("Finished")),
]


class Station(NamedTuple):
    """One station of the line: "done", "now" or "" for what is still to come."""

    label: str
    mark: str


class Now(NamedTuple):
    """What besides its state decides which steps are possible: conditions that are open, stages
    that still have to agree, how many cases of the application are undecided, why a loan that is
    back can't be closed yet, the place on the waiting list, and whether a case is free and it is
    this school's turn."""

    conditions: list = ()
    stages: list = ()
    together: int = 1
    keeps_open: str = ""
    place: int | None = None
    is_next: bool = False
    # Does the reader lend, or borrow: who is asked to do something reads it as a request.
    lends: bool = False


def stations_of(loan) -> list[Station]:
    """The line of stations; none where the application ended without a case."""
    here = [place for place, (states, _label) in enumerate(STATIONS) if loan.state in states]
    if not here:
        return []
    last = len(STATIONS) - 1
    return [
        Station(label, "done" if place < here[0] or here[0] == last else _now(place == here[0]))
        for place, (_states, label) in enumerate(STATIONS)
    ]


def _now(is_now):
    return "now" if is_now else ""


def turn_of(loan, now) -> str:
    """Whose turn it is, and what for."""
    if loan.wanted_end and loan.state in Loan.PLANNED:
        return _("The loan managers answer: longer, or as agreed.")
    if loan.overdue:
        return _overdue(loan, now)
    if loan.state == State.SUBMITTED:
        return _decision(now.conditions, now.stages)
    if now.is_next:
        return _("A case is free, and this school is next. The loan managers decide.")
    if now.place:
        return _("Number %(place)s on the waiting list. The next free case goes by this order.") % {
            "place": now.place
        }
    if loan.state == State.APPROVED and loan.case.lent_to_id:
        return _("The case is still at another school. Then the authority prepares it.")
    if loan.state == State.RETURNED:
        return now.keeps_open or _("Everything is looked at. The loan can be closed.")
    return str(TURNS.get(loan.state, ""))


def _overdue(loan, now) -> str:
    """To the school: please bring it. To whoever lends: who has it."""
    if not now.lends:
        return _("It is overdue. Please bring the case back, or ask for more time.")
    words = {"school": loan.school, "person": loan.responsible}
    return _("It is overdue at %(school)s. Responsible: %(person)s.") % words


TURNS = {
    State.DRAFT: gettext_lazy("The school completes the application and submits it."),
    State.WAITLISTED: gettext_lazy("The next free case goes by the order of applications."),
    State.APPROVED: gettext_lazy("The authority prepares the case."),
    State.PREPARED: gettext_lazy("The case is ready to be handed over."),
    State.HANDED_OVER: gettext_lazy("The school works with it and brings it back on time."),
    State.CLOSED: gettext_lazy("Nothing more is to be done."),
    State.REFUSED: gettext_lazy("The application was refused."),
    State.WITHDRAWN: gettext_lazy("The school took the application back."),
}


def _decision(conditions, stages):
    missing = [one for one in conditions if one.given_at is None]
    if missing:
        words = {"conditions": ", ".join(map(str, missing))}
        return _("The school proves: %(conditions)s.") % words
    if stages and stages[0].role == Role.HEAD:
        return _("The head of school agrees.")
    if conditions:
        return _("The loan managers check the proofs.")
    if stages and stages[0].role == Role.ADMINISTRATOR:
        return _("The head of the authority agrees.")
    return _("The loan managers decide.")
