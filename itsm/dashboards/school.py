"""The day at a school: teachers report and see how it stands, heads see their school."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.dashboards.counting import numbers
from itsm.fields.form_layout import Dress
from itsm.people.roles import Role
from loans.models import Loan
from loans.overview.views.list import as_rows
from loans.overview.worklist import figures_of, waiting_by_name
from tickets.models import Ticket
from tickets.overview.filters import closed_lately, solved_lately, told_by
from tickets.overview.rows import rows_of
from tickets.reporting.joins import joined_by

State = Ticket.State
SHOWN, LENT = 12, 6


def school_day(user, reach) -> dict:
    """What I reported and how it stands; for a head the school's figures and open tickets."""
    tickets = Ticket.objects.visible_to(user)
    dress = Dress.of("ticket")
    mine = {"mine": _in_order(tickets.filter(told_by(user))), "all_mine": _all_mine()}
    mine |= {"joined": joined_by(user, dress), "dress": dress}
    mine |= _lent(user)
    if not reach.holds(Role.HEAD):
        return {**mine, "density": "teacher"}
    own = tickets.filter(reach.within(Role.HEAD))
    counts = numbers(user, **_by_state(own), **waiting_by_name(user))
    several = len(reach.schools(Role.HEAD)) > 1
    return {
        **mine,
        "head": True,
        "reads_all": True,
        "needs": [need for need in figures_of(user, counts) if need["number"]],
        "facts": _facts(counts),
        "open": rows_of(own.open().order_by("-pk")[:SHOWN], dress),
        "several_schools": several,
    }


def _lent(user):
    """The cases at the school; a head's page also tells what is applied for."""
    loans = Loan.objects.visible_to(user).open().with_names().order_by("end", "pk")
    return {"loans": as_rows(user, loans[:LENT]), "needs": [], "reads_all": False}


def _in_order(told):
    """What needs a word from me, what is open, what was done lately; the rest is one tap away."""
    asked = Q(state=State.SOLVED) | Q(state=State.WAITING, waiting_for="reporter")
    order = Case(
        When(asked, then=Value(0)), When(state__in=Ticket.OPEN, then=Value(1)), default=Value(2)
    )
    near = told.filter(Q(state__in=Ticket.OPEN) | solved_lately() | closed_lately())
    return list(near.annotate(urgency=order).order_by("urgency", "-pk").with_names()[:SHOWN])


def _all_mine():
    return f"{reverse('tickets:list')}?scope=told&state=all"


def _by_state(tickets) -> dict:
    return {
        "new": tickets.filter(state=State.NEW),
        "work": tickets.filter(state=State.ASSIGNED),
        "waiting": tickets.filter(state=State.WAITING),
        "solved": tickets.filter(solved_lately()),
    }


def _facts(counts):
    url = reverse("tickets:list")
    return [
        {"number": counts["new"], "label": _("new"), "url": f"{url}?state=new"},
        {"number": counts["work"], "label": _("in work"), "url": f"{url}?state=assigned"},
        {
            "number": counts["waiting"],
            "label": _("waiting for something"),
            "url": f"{url}?state=waiting",
        },
        {
            "number": counts["solved"],
            "label": _("solved in 30 days"),
            "url": f"{url}?state=all&lately=1",
        },
    ]
