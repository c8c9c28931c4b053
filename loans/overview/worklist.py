"""What needs this person: figures that open their list, by role."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.reach import EVERYTHING, reach_of
from itsm.people.roles import Role
from loans import rules, workflow
from loans.models import Approval, Loan, LoanCondition, OpenItem, Stage

State = Loan.State
SOON = timedelta(days=21)


class Need(NamedTuple):
    """One kind of thing that waits: its name in the address, its word, and which loans."""

    name: str
    label: str
    which: Q
    bad: bool = False
    # Said only where there is one.
    rare: bool = False
    # The word for a single one, where it is another.
    one: str = ""

    def said(self, count: int) -> str:
        """The word that stands beside this count."""
        return self.one if self.one and count == 1 else self.label


def needs_of(user) -> list[Need]:
    """What waits for this person, of all the loans she sees; nothing for teachers and support."""
    reach = reach_of(user)
    if rules.lends(user):
        return _of_lenders()
    if reach.holds(Role.TECHNICIAN):
        return [*_out_and_in(reach.within(Role.TECHNICIAN))]
    if reach.holds(Role.HEAD):
        return _of_heads(reach.within(Role.HEAD))
    return []


def needing(user) -> Q:
    """All that waits for this person."""
    found = Q(pk=None)
    for need in needs_of(user):
        found |= need.which
    return found


def waiting_by_name(user) -> dict:
    """The loans of each kind that waits, for whoever counts them together with something else."""
    seen = Loan.objects.visible_to(user)
    return {need.name: seen.filter(need.which) for need in needs_of(user)}


def figures_of(user, counts=None) -> list[dict]:
    """How many loans wait for this person, each figure with the way to its list; one query, or
    none where they are counted already."""
    needs = needs_of(user)
    if not needs:
        return []
    if counts is None:
        counted = {need.name: Count("pk", filter=need.which) for need in needs}
        counts = Loan.objects.visible_to(user).aggregate(**counted)
    url = reverse("loans:list")
    return [
        {
            "number": counts[need.name],
            "label": need.said(counts[need.name]),
            "url": f"{url}?need={need.name}",
            "bad": need.bad and counts[need.name] > 0,
        }
        for need in needs
        if counts[need.name] or not need.rare
    ]


def first_for(user):
    """What waits for this person, what is overdue first, then what has waited longest."""
    waits = Loan.objects.visible_to(user).filter(needing(user)).with_names()
    late = Case(When(is_overdue(), then=Value(0)), default=Value(1))
    return waits.annotate(urgency=late).order_by("urgency", "last_handled_at", "pk")


def _of_lenders():
    return [
        Need("new", _("new applications"), Q(state=State.SUBMITTED), one=_("new application")),
        Need("free", _("waiting, a case is free"), _could_have_one(), rare=True),
        Need(
            "longer", _("extensions asked for"), _asks_for_more_time(), one=_("extension asked for")
        ),
        *_out_and_in(EVERYTHING),
        Need("inspect", _("to inspect"), Q(state=State.RETURNED)),
        Need("owed", _("open items due"), owes_something(), True, one=_("open item due")),
    ]


def _out_and_in(mine):
    soon = Q(start__lte=timezone.localdate() + SOON)
    ready = Q(state__in=[State.APPROVED, State.PREPARED]) & soon
    yield Need("out", _("to prepare and hand over"), mine & ready)
    yield Need("overdue", _("overdue"), mine & is_overdue(), True)


def _of_heads(mine):
    return [
        Need(
            "drafts", _("drafts to submit"), mine & Q(state=State.DRAFT), one=_("draft to submit")
        ),
        Need("agree", _("waiting for your yes"), mine & waits_for(Role.HEAD)),
        Need("proofs", _("proofs still open"), mine & lacks_proofs(), one=_("proof still open")),
        Need("overdue", _("overdue"), mine & is_overdue(), True),
    ]


def is_overdue() -> Q:
    """At a school, and the agreed day is over."""
    return Q(state=State.HANDED_OVER, end__lte=timezone.localdate())


def _could_have_one():
    return Q(pk__in=workflow.possible().values("pk"))


def _asks_for_more_time():
    return Q(wanted_end__isnull=False, state__in=Loan.PLANNED)


def owes_something() -> Q:
    """Something of it is open, and its day has come."""
    owed = OpenItem.objects.filter(loan=OuterRef("pk"), done_at=None)
    return Q(Exists(owed.filter(due_on__lte=timezone.localdate())))


def waits_for(role) -> Q:
    """Applied for, and a stage of this role has not agreed yet."""
    given = Approval.objects.filter(loan=OuterRef(OuterRef("pk")), stage=OuterRef("pk"))
    missing = Stage.objects.filter(role=role, retired=False).exclude(Exists(given))
    return Q(state=State.SUBMITTED) & Q(Exists(missing))


def lacks_proofs() -> Q:
    """Applied for, and the school has not given every proof."""
    missing = LoanCondition.objects.filter(loan=OuterRef("pk"), given_at=None)
    return Q(state__in=[State.SUBMITTED, State.WAITLISTED]) & Q(Exists(missing))
