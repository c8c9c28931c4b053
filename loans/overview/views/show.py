"""One loan: what, who, when; where it stands and whose turn it is; everything that happened.

A section of the page that somebody else looks after comes as a function of their own module and a
partial `templates/loans/_<section>.html`.
"""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.faults import is_faulty
from itsm.fields.form_layout import page_words
from itsm.fields.forms import filled_in
from itsm.journal import timeline
from itsm.journal.models import Subject
from loans import rules, workflow
from loans.actions import BEFORE, PROMISED, UNDECIDED, offers_for
from loans.models import Loan, Stage
from loans.overview.progress import Now, stations_of, turn_of
from loans.pages import loan_or_404

PER_PAGE = 40
LAST_PAGE = 1_000
SERIES = ("loan.condition_given", "loan.condition_met")
# Thirty lines a handover and a return: they stand in each device's own life.
PIECES = (
    "loan.scanned_out",
    "loan.scan_undone",
    "loan.scanned_in",
    "loan.scan_in_undone",
    "loan.inspected",
)
GONE_OUT = (Loan.State.PREPARED, *Loan.AWAY, Loan.State.CLOSED)


def show(request, number):
    """The loan's page; teachers see the case, whom to ask, and the last day, no more."""
    loan = loan_or_404(request, number)
    if not rules.can_see_all(request.user, loan):
        return render(request, "loans/overview/lent.html", {"loan": loan})
    life = life_of(loan, request)
    if request.htmx and "from" in request.GET:
        return render(request, "loans/overview/_life.html", life)
    inside = _inside(loan, request.user)
    around = _around(loan, request.user, inside.get("items", ()))
    context = {"loan": loan, **life, **around, **inside}
    return render(request, "loans/overview/show.html", context)


def life_of(loan, request) -> dict:
    """The lines asked for, newest first (`?from=` how many are left out), and the way to older."""
    asked = request.GET.get("from", "")
    start = min(int(asked), PER_PAGE * LAST_PAGE) if asked.isdecimal() and len(asked) < 8 else 0
    told = Subject.objects.about(loan).visible_to(request.user).exclude(verb__in=PIECES)
    rows = list(told[start : start + PER_PAGE + 1])
    older = f"?from={start + PER_PAGE}" if len(rows) > PER_PAGE else ""
    lines = timeline.lines(rows[:PER_PAGE], inside_ticket=True)
    return {"life": _in_series(lines), "older": older}


def _in_series(lines) -> list:
    """Six conditions that one person met on one day are one line."""
    found = []
    for line in lines:
        last = found[-1] if found else None
        if last and line.verb in SERIES and _same_day(last, line):
            last.sentence += ", " + line.sentence.partition(": ")[2]
        else:
            found.append(line)
    return found


def _same_day(one, other):
    first, second = (
        (line.verb, line.detail, timezone.localdate(line.time)) for line in (one, other)
    )
    return first == second


def _around(loan, user, items):
    """Where it stands, whose turn it is, what may be done now."""
    conditions = _conditions(loan)
    unmet = [one for one in conditions if not one.is_met]
    agreed = _stages(loan) if loan.state in UNDECIDED else []
    together = _applied_together(loan)
    now = _now(loan, unmet, agreed, together, items)._replace(lends=rules.can_prepare(user, loan))
    main, others = offers_for(user, loan, now)
    return {
        "conditions": conditions,
        "open_conditions": len(unmet),
        "may_prove": rules.can_meet_condition(user, loan),
        "may_check": rules.can_check(user, loan),
        "stages": agreed,
        "together": together if len(together) > 1 else [],
        "stations": stations_of(loan),
        "turn": turn_of(loan, now),
        "phone": loan.school.phone if loan.overdue and now.lends else "",
        "main": main,
        "others": others,
        **_told(loan),
    }


def _now(loan, unmet, agreed, together, items):
    """What decides which steps are possible."""
    stages = [one["stage"] for one in agreed if one["given"] is None]
    undecided = sum(one.state in UNDECIDED for one in together)
    back = loan.state == Loan.State.RETURNED
    keeps_open = workflow.keeps_open(loan, items) if back else ""
    waits = loan.state == Loan.State.WAITLISTED
    place, is_next = workflow.standing(loan) if waits else (None, False)
    return Now(unmet, stages, undecided, keeps_open, place, is_next)


def _applied_together(loan):
    """The cases of one application, until this one is made ready."""
    if loan.state in GONE_OUT:
        return []
    return list(workflow.applied_together(loan).only("pk", "state"))


def _conditions(loan):
    """What has to be proved, until it is at the school."""
    if loan.state not in {*BEFORE, *PROMISED}:
        return []
    found = list(loan.conditions.select_related("condition", "met_by"))
    for one in found:
        one.loan = loan
    return found


def _stages(loan):
    """Every stage in its order: who agreed, and who still has to."""
    given = {one.stage_id: one for one in loan.approvals.select_related("by")}
    return [
        {"stage": stage, "label": stage.label, "given": given.get(stage.pk)}
        for stage in Stage.objects.all()
        if stage.pk in given or not stage.retired
    ]


def _told(loan):
    """What was applied for, in the authority's own words for it."""
    layout, custom = page_words("loan", "loan")
    words = layout.words(
        {
            "responsible": _("Responsible"),
            "responsible_email": _("E-mail"),
            "deputy": _("Deputy"),
            "classes": _("Classes"),
        }
    )
    shown = [
        {"label": words[name], "value": getattr(loan, name)}
        for name in layout.in_order(words)
        if words[name]
    ]
    return {
        "facts": [*shown, *filled_in(custom, loan.custom)],
        "purpose_word": layout.word("purpose", _("What for")),
        "plan_word": layout.word("teaching_plan", _("Teaching plan")),
    }


def _inside(loan, user):
    """What went out or shall go: devices by slot, and what was counted."""
    if loan.state not in GONE_OUT:
        return {}
    items = loan.items.select_related("device__model__manufacturer", "device__category")
    return {
        "items": _marked(items.annotate(faulty=is_faulty(user, device="device"))),
        "may_swap": loan.state == Loan.State.HANDED_OVER and rules.can_swap(user, loan),
        "papers": list(loan.papers.all()),
        "accessories": list(loan.accessories.select_related("kind")),
        "open_items": list(loan.open_items.filter(done_at=None).select_related("person"))
        if loan.state in (Loan.State.RETURNED, Loan.State.CLOSED)
        else [],
    }


def _marked(items):
    """Which were swapped, and which are broken: a ticket about one tablet is about its case, too,
    and only the tablet is marked."""
    found = list(items)
    swapped = {item.replaces_id for item in found}
    told_by_slot = any(item.faulty and item.slot for item in found)
    for item in found:
        item.swapped = item.pk in swapped
        item.faulty = item.faulty and (bool(item.slot) or not told_by_slot)
    return found
