"""Cases: what belongs in them, where they are, and whose they are next."""

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets import rules
from assets.cases.slots import EMPTY, FAULTY, MISSING, contents_for, slots_of
from assets.devices.views.list import words_of
from assets.faults import is_faulty
from assets.models import Device
from itsm.fields.form_layout import FormLayout
from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.web.paging import Pages
from itsm.web.templatetags.web import euro
from itsm.workflow import require
from loans import rules as rules_of_loans
from loans import workflow
from loans.actions import offers_for
from loans.cases.forms import CaseFilter
from loans.models import Loan
from loans.overview.progress import Now

State = Loan.State
BUSY = (State.APPROVED, State.PREPARED, *Loan.AWAY)
LINES, LOANS = 15, 10


def index(request):
    """All cases this person sees, how full they are, and where."""
    form = CaseFilter(request.GET, user=request.user)
    pages = Pages(_listed(form.cases(), request.user))
    page = pages.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "total": pages.total, **_may(request.user)}
    part = request.htmx and request.htmx.target == "results"
    return render(
        request, "loans/cases/_results.html" if part else "loans/cases/index.html", context
    )


def _listed(cases, user):
    inside = Device.objects.filter(case=OuterRef("pk")).order_by().values("case")
    loans = Loan.objects.visible_to(user).filter(state__in=BUSY).select_related("school")
    here = Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0)
    known = cases.with_names().annotate(filled=here, faulty=is_faulty(user))
    busy = Prefetch("loans", loans.order_by("start"), to_attr="busy")
    return known.prefetch_related(busy).order_by("number_order")


def _may(user):
    return {
        "may_lend": rules.can_see_cases(user),
        "may_register": rules.can_register_case(user),
    }


def show(request, pk):
    """One case: the picture of its slots, accessories, apps, its loans and its life."""
    case = case_or_404(request, pk)
    context = {
        "case": case,
        **picture(case, request.user),
        "detailed": rules.can_see_details(request.user, case),
        "may_fill": rules.can_fill(request.user, case),
        "facts": _facts(case, request.user),
        **_lent(case, request.user),
        **_life(case, request.user),
    }
    return render(request, "loans/cases/show.html", context)


def case_or_404(request, pk) -> Device:
    """The case if this person sees it; otherwise it is as if there were none."""
    seen = Device.objects.visible_to(request.user).cases().with_names()
    return get_object_or_404(seen.annotate(faulty=is_faulty(request.user)), pk=pk)


def picture(case, user) -> dict:
    """Its slots, and in a few words how they stand."""
    slots = slots_of(case, contents_for(user).filter(case=case))
    marks = [slot.mark for slot in slots]
    filled = len(marks) - marks.count(EMPTY)
    return {
        "slots": slots,
        "filled": filled,
        "numbers": [
            {"number": f"{filled} / {len(slots)}", "label": _("slots filled")},
            {"number": marks.count(FAULTY), "label": _("faulty"), "bad": FAULTY in marks},
            {"number": marks.count(MISSING), "label": _("missing"), "bad": MISSING in marks},
        ],
    }


def _facts(case, user):
    facts = [
        (_("Kind"), case.category),
        (_("Lent to"), case.lent_to),
        (_("Room"), case.location and case.location.path),
    ]
    if rules.can_see_details(user, case):
        facts += [(_("State"), case.get_state_display()), (_("MDM group"), case.mdm_group)]
    if rules.can_see_prices(user, case):
        facts.append((_("Value when new"), euro(case.value)))
    return [{"label": label, "value": value} for label, value in facts]


def _lent(case, user):
    """Its loans, the running and coming ones first, and the one that matters now."""
    loans = list(Loan.objects.visible_to(user).filter(case=case).select_related("school", "status"))
    busy = sorted((one for one in loans if one.state in BUSY), key=lambda one: one.start)
    others = [one for one in loans if one not in busy]
    following = busy[0] if busy else None
    step = following and _step(following, user)
    return {
        "loans": [*busy, *others][:LOANS],
        "next": following,
        "step": step,
        **_ways_of_slots(following, user),
    }


def _ways_of_slots(loan, user):
    """At a school: where a fault in a slot is told, and where a spare takes it."""
    if loan is None or loan.state != State.HANDED_OVER:
        return {}
    ways = {
        "fault_url": ("report_fault", rules_of_loans.can_report_fault),
        "swap_url": ("swap", rules_of_loans.can_swap),
    }
    return {
        name: reverse(f"loans:{step}", args=[loan.number])
        for name, (step, may) in ways.items()
        if may(user, loan)
    }


def _step(loan, user):
    """What this person does next with it: the loan's own next step, at a school a lesson."""
    back = loan.state == State.RETURNED
    kept = workflow.keeps_open(loan, loan.items.all()) if back else ""
    main, others = offers_for(user, loan, Now(keeps_open=kept))
    return main or next((offer for offer in others if offer.step == "bookings"), None)


def _life(case, user):
    """What came into its slots, left them, and was counted."""
    if not rules.can_see_details(user, case):
        return {}
    told = Subject.objects.about(case).visible_to(user).filter(verb__startswith="case.")
    files = case.files.filter(is_picture=True)[:6]
    kept = {"accessories": case.accessories.select_related("kind"), "photos": files}
    return {"life": timeline.lines(told[:LINES]), **kept}


def spares(request):
    """What stands by to take the place of something broken: on the shelf, in no case."""
    require(rules.can_see_cases, request.user)
    kinds = Device.objects.exclude(case=None).order_by().values("category")
    pool = Device.objects.visible_to(request.user).filter(
        Q(category__in=kinds), case=None, school=None, state=Device.State.IN_STORAGE
    )
    pages = Pages(pool.with_names().annotate(faulty=is_faulty(request.user)))
    page = pages.get_page(request.GET.get("page"))
    kinds = pool.order_by().values_list("category__label_de").annotate(n=Count("pk"))
    context = {"page": page, "total": pages.total, "said": _said(sum(n for _k, n in kinds))}
    context["words"] = words_of(FormLayout.of("device"))
    return render(request, "loans/cases/spares.html", context)


def _said(number):
    return ngettext("One device stands by.", "%(number)s devices stand by.", number) % {
        "number": number
    }
