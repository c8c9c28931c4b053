"""The evaluation of a loan, and what worked in class: read by all schools that borrow."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.people.rules import is_member
from itsm.web.paging import Pages
from itsm.workflow import NotAllowed, require
from loans import rules, workflow
from loans.evaluations.forms import EvaluationForm, ExperienceForm
from loans.handover.views.shared import SeeOther
from loans.models import Evaluation, Experience
from loans.pages import loan_or_404, saved, status


def index(request):
    """All of them, the newest first; who does not borrow yet reads what this is for."""
    if not is_member(request.user):
        raise NotAllowed(_("You may not do that."))
    told = Experience.objects.visible_to(request.user).select_related("school", "by")
    if words := request.GET.get("q", "").strip()[:80]:
        names = ("title", "subject", "worked", "apps", "school__name")
        found = [(f"{name}__icontains", words) for name in names]
        told = told.filter(Q(*found, _connector=Q.OR))
    page = Pages(told).get_page(request.GET.get("page"))
    mine = {one.pk for one in page if rules.can_take_back_experience(request.user, one)}
    context = {"page": page, "mine": mine, "words": words}
    context["borrows"] = bool(page) or rules.can_read_experiences(request.user)
    return render(request, "loans/evaluations/experiences.html", context)


def new(request):
    """Tell the others."""
    _must_borrow(request.user)
    form = ExperienceForm(request.POST or None, user=request.user)
    if saved(request, form, workflow.share):
        messages.success(request, _("Thank you. The other schools can read it now."))
        return SeeOther(reverse("loans:experiences"))
    return render(
        request, "loans/evaluations/experience_form.html", {"form": form}, status=status(form)
    )


def remove(request, pk):
    """One's own words are taken back."""
    told = get_object_or_404(Experience.objects.visible_to(request.user), pk=pk)
    require(rules.can_take_back_experience, request.user, told)
    if request.method == "POST":
        workflow.take_back_experience(told, by=request.user)
        messages.success(request, _("It is removed."))
    return SeeOther(reverse("loans:experiences"))


def _must_borrow(user):
    if not rules.can_read_experiences(user):
        raise NotAllowed(_("Schools that borrow a case read and write here."))


def evaluate(request, number):
    """How often it was used, what for, would the school buy such tablets."""
    loan = loan_or_404(request, number)
    require(rules.can_evaluate, request.user, loan)
    told = Evaluation.objects.filter(loan=loan).first()
    form = EvaluationForm(request.POST or None, instance=told)
    if saved(request, form, workflow.evaluate, loan):
        messages.success(request, _("Thank you. It helps to lend well."))
        return SeeOther(reverse("loans:show", args=[loan.number]))
    context = {"loan": loan, "form": form}
    return render(request, "loans/evaluations/evaluate.html", context, status=status(form))
