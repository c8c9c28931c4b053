"""The day of those who solve tickets: what is new, what waits too long, what comes first."""

from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.fields.form_layout import FormLayout
from itsm.people.models import Posting
from itsm.people.reach import EVERYTHING
from itsm.people.roles import Role
from itsm.web.start_page import WORKING, Part
from tickets.models import Comment, Ticket, TicketSettings
from tickets.overview.filters import answered_since_yesterday, waits_too_long, yesterday
from tickets.overview.rows import rows_of

State = Ticket.State
SHOWN, ANSWERS = 12, 5


def counted(day) -> dict:
    """How many schools the person is sent to."""
    return {"posted": Posting.objects.filter(person=day.user)}


def parts(day, counts) -> list[Part]:
    """Figures that open their list, the tickets to begin with, and what was answered."""
    user, reach = day.user, day.reach
    late = waits_too_long(TicketSettings.get())
    near, nearness = _near(user, reach, counts["posted"])
    seen = Ticket.objects.visible_to(user).open()
    numbers = _counts(seen, user, near, late)
    scope = day.scope if day.scope in _words(nearness) else _usual(reach, numbers)
    first = seen.filter({"mine": Q(assignee=user), "schools": near, "all": EVERYTHING}[scope])
    shown = {
        "first": _in_order(first, late),
        "chips": _chips(scope, nearness, numbers),
        "all_url": f"{reverse('tickets:list')}?scope={'' if scope == 'all' else scope}",
        "several_schools": len(reach.schools(*WORKING)) != 1,
        "first_steps": day.first_steps,
    }
    return [
        Part("_facts.html", {"facts": _facts(numbers, nearness)}, "above"),
        Part("tickets/dashboard/_first.html", shown),
        Part("tickets/dashboard/_answers.html", {"answers": _answers(user)}, "aside"),
    ]


def _near(user, reach, posted):
    """What is nearest to this person: the schools of the postings, else of the roles, else all."""
    if posted:
        schools = Posting.objects.filter(person=user).values("school")
        return Q(school__in=schools), "posted"
    mine = reach.schools(*WORKING)
    if mine and not reach.holds_everywhere(*WORKING):
        return Q(school__in=mine), "own"
    return EVERYTHING, "all"


def _words(nearness):
    words = {"mine": _("Mine"), "schools": _("My schools"), "all": _("All")}
    if nearness == "posted":
        return words
    words.pop("schools")
    return words | ({"all": _("My school")} if nearness == "own" else {})


def _usual(reach, counts):
    """Support begins with what is new at the school, others with what is in their own hands."""
    works_there = reach.holds(Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
    if works_there and counts["mine"]:
        return "mine"
    return "schools" if works_there and counts["posted"] else "all"


def _counts(seen, user, near, late):
    mine = Q(assignee=user)
    return seen.aggregate(
        new=Count("pk", filter=near & Q(state=State.NEW)),
        late=Count("pk", filter=near & late),
        answered=Count("pk", filter=answered_since_yesterday(user)),
        mine=Count("pk", filter=mine),
        posted=Count("pk", filter=near),
        all=Count("pk"),
    )


def _facts(counts, nearness):
    url = reverse("tickets:list")
    scope = "schools" if nearness == "posted" else ""
    new = {"posted": _("new at your schools"), "own": _("new at your school"), "all": _("new")}
    return [
        {"number": counts["new"], "label": new[nearness], "url": f"{url}?scope={scope}&state=new"},
        {
            "number": counts["late"],
            "label": _("waiting longer than agreed"),
            "url": f"{url}?scope={scope}&overdue=1",
            "bad": counts["late"] > 0,
        },
        {
            "number": counts["answered"],
            "label": ngettext(
                "answer since yesterday", "answers since yesterday", counts["answered"]
            ),
            "url": f"{url}?answered=1",
        },
        {"number": counts["mine"], "label": _("in your hands"), "url": f"{url}?scope=mine"},
    ]


def _chips(scope, nearness, counts):
    number = {"mine": counts["mine"], "schools": counts["posted"], "all": counts["all"]}
    return [
        {"url": f"?scope={key}", "label": label, "count": number[key], "active": key == scope}
        for key, label in _words(nearness).items()
    ]


def _in_order(tickets, late):
    """Alarms first, then what waits too long, what nobody has, what is in work, what waits."""
    alarm = Q(tile__alarm="all") & ~Q(state=State.WAITING)
    order = Case(
        When(alarm, then=Value(0)),
        When(late, then=Value(1)),
        When(state=State.NEW, then=Value(2)),
        When(state=State.ASSIGNED, then=Value(3)),
        default=Value(4),
    )
    found = tickets.annotate(urgency=order, hot=alarm | late)
    return rows_of(
        found.order_by("urgency", "created_at", "pk")[:SHOWN], FormLayout.of("ticket"), hot="hot"
    )


def _answers(user):
    """What reporters and schools said on my tickets since yesterday."""
    said = Comment.objects.answers_to(user, yesterday()).filter(ticket__state__in=Ticket.OPEN)
    said = said.filter(ticket__in=Ticket.objects.visible_to(user).filter(assignee=user))
    return said.select_related("ticket__school", "by").order_by("-pk")[:ANSWERS]
