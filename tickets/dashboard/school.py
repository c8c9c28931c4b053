"""The day at a school: teachers report and see how it stands, heads see their school."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.fields.form_layout import FormLayout
from itsm.fields.models import BuiltinField
from itsm.people.roles import Role
from itsm.web.start_page import Part
from tickets.models import Ticket
from tickets.overview.filters import closed_lately, solved_lately, told_by
from tickets.overview.rows import rows_of
from tickets.reporting.joins import joined_by

State = Ticket.State
SHOWN = 12
# What a line says a ticket is about, as far as the house does not hide it.
TOLD = ("devices", "location")


def counted(day) -> dict:
    """A head reads the school's figures; what the house hides is asked in the same query."""
    hidden = BuiltinField.objects.filter(form="ticket", hidden=True)
    asked = {f"hides_{name}": hidden.filter(name=name) for name in TOLD}
    return asked | (_by_state(_of_the_school(day)) if day.reach.holds(Role.HEAD) else {})


def parts(day, counts) -> list[Part]:
    """What I reported and how it stands; for a head the school's figures and open tickets."""
    hidden = [name for name in TOLD if counts[f"hides_{name}"]]
    layout = FormLayout(BuiltinField(name=name, hidden=True) for name in hidden)
    mine = {
        "mine": _in_order(Ticket.objects.visible_to(day.user).filter(told_by(day.user))),
        "all_mine": f"{reverse('tickets:list')}?scope=told&state=all",
        "joined": joined_by(day.user, layout),
        "layout": layout,
    }
    found = [
        Part("tickets/dashboard/_report_button.html", {}, "actions"),
        Part("tickets/dashboard/_reported.html", mine, order=300),
    ]
    if day.reach.holds(Role.HEAD):
        found += _for_heads(day, counts, layout)
    return found


def _for_heads(day, counts, layout):
    open_ones = _of_the_school(day).open().order_by("-pk")[:SHOWN]
    several = len(day.reach.schools(Role.HEAD)) > 1
    shown = {"open": rows_of(open_ones, layout), "several_schools": several}
    yield Part("_facts.html", {"facts": _facts(counts)}, "above")
    yield Part("tickets/dashboard/_open.html", shown, order=100)


def _of_the_school(day):
    return Ticket.objects.visible_to(day.user).filter(day.reach.within(Role.HEAD))


def _in_order(told):
    """What needs a word from me, what is open, what was done lately; the rest is one tap away."""
    asked = Q(state=State.SOLVED) | Q(state=State.WAITING, waiting_for="reporter")
    order = Case(
        When(asked, then=Value(0)), When(state__in=Ticket.OPEN, then=Value(1)), default=Value(2)
    )
    near = told.filter(Q(state__in=Ticket.OPEN) | solved_lately() | closed_lately())
    return list(near.annotate(urgency=order).order_by("urgency", "-pk").with_names()[:SHOWN])


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
