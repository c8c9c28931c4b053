"""What every step on a loan leaves behind: who touched it last, and a line in each life."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Device
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.search import search_column
from itsm.workflow import StepRefused
from loans.models import Loan

Said = ParamSpec("Said")
Told = TypeVar("Told")

# What other steps may have changed since the loan was read.
MOVING = ("state", "status_id", "case_id", "category_id", "start", "end", "wanted_end")


def hold(loan):
    """Nobody else takes a step on this loan, or on one applied for together with it, until this
    one is done; and it is seen as it is now."""
    together = Q(pk=loan.pk) | Q(batch=loan.batch) if loan.batch else Q(pk=loan.pk)
    # In one order: who decides about the first case and who about the third wait in turn.
    rows = Loan.objects.filter(together).order_by("pk").select_for_update(no_key=True)
    now = {row.pop("pk"): row for row in rows.values("pk", *MOVING)}[loan.pk]
    for name, value in now.items():
        setattr(loan, name, value)


def step(
    take: Callable[Concatenate[Loan, Said], Told],
) -> Callable[Concatenate[Loan, Said], Told]:
    """A step on a loan: all of it or nothing, and one after the other. What is named with it
    (a device of the loan, a condition, an accessory) must belong to this loan: StepRefused."""

    @wraps(take)
    @transaction.atomic
    def taken(loan: Loan, *args: Said.args, **said: Said.kwargs) -> Told:
        hold(loan)
        if any(getattr(thing, "loan_id", loan.pk) != loan.pk for thing in said.values()):
            raise StepRefused(_("This belongs to another loan."))
        return take(loan, *args, **said)

    return taken


def case_of(loan: Loan) -> Device:
    """The case of a loan that is promised; refused where none is chosen yet."""
    if loan.case is None:
        raise StepRefused(_("Please say which case, or which kind of case."))
    return loan.case


def must_be(loan, *states):
    """The step is possible in these states alone."""
    if loan.state not in states:
        words = {"state": loan.get_state_display()}
        raise StepRefused(_("That is not possible: it is “%(state)s” now.") % words)


def handled(by) -> dict:
    """The fields every step sets."""
    now = timezone.now()
    return {"last_handler": by, "last_handled_at": now, "updated_at": now}


def write(by, verb, loan, *more, visibility=Visibility.SCHOOL, **details):
    """A line in the life of the loan, of its case, and of whatever else it is about."""
    things = [loan, *([loan.case] if loan.case_id else []), *more]
    kept = {name: value for name, value in details.items() if value not in (None, "", [])}
    words = {"number": loan.number, "borrower": loan.school.name}
    things = list(dict.fromkeys(things))
    record(by, verb, *things, visibility=visibility, school=loan.school, **words, **kept)


def touch(loan, by, **fields):
    """Fields that change without a change of state."""
    fields |= handled(by)
    Loan.objects.filter(pk=loan.pk).update(**fields)
    for name, value in fields.items():
        setattr(loan, name, value)


def loan_words(loan) -> str:
    """What a loan is found by."""
    case = loan.case
    return search_column(
        loan.number,
        loan.school,
        loan.category.label_de,
        case and case.inventory_number,
        case and case.name,
        loan.purpose,
        loan.classes,
        loan.responsible,
        *map(str, loan.custom.values()),
    )


def find_anew(loan):
    """The words it is found by follow what is written about it."""
    Loan.objects.filter(pk=loan.pk).update(search=loan_words(loan))
