"""The settings of lending, for loan managers and administrators."""

from functools import wraps

from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assets.models import AccessoryKind
from itsm.adapting import workflow
from itsm.adapting.forms.lending import AccessoryForm, ConditionForm, StageForm
from itsm.adapting.views.pages import Row, do, form_page, list_page, page_of
from itsm.steps import require
from loans.models import Condition, Stage
from loans.rules import can_change_loan_settings

# Name of the page, icon, title, what it is for; a page that is not there is left out.
CARDS = [
    ("lending:conditions", "check", gettext_lazy("Conditions"), gettext_lazy("What a school has to prove before a case is promised.")),
    ("lending:stages", "thumbs-up", gettext_lazy("Stages of approval"), gettext_lazy("Who has to agree, one after the other.")),
    ("lending:entries", "briefcase", gettext_lazy("Catalogue"), gettext_lazy("Text and photos of each kind of case.")),
    ("lending:accessories", "headphones", gettext_lazy("Accessories"), gettext_lazy("What is counted, and what a new one costs.")),
    ("loans:tasks", "list", gettext_lazy("Before a case goes out"), gettext_lazy("The list that is ticked off for each case.")),
    ("loans:paper_texts", "paper", gettext_lazy("Papers"), gettext_lazy("The words of contract, annex, protocol and letter.")),
    ("loans:reminders", "bell", gettext_lazy("Reminders"), gettext_lazy("Who is reminded when, and in which words.")),
]  # fmt: skip


def lenders(view):
    """For loan managers and administrators; everybody else is answered 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(can_change_loan_settings, request.user)
        return view(request, *args, **kwargs)

    return guarded


def way(*steps):
    """The way here: loans, their settings, then (name, url) pairs."""
    first = [
        {"url": reverse("loans:list"), "label": _("Loans")},
        {"url": reverse("lending:index"), "label": _("Settings for loans")},
    ]
    return [*first, *({"url": url, "label": str(label)} for label, url in steps)]


@lenders
def index(request):
    """All settings of lending at a glance."""
    cards = [card for card in map(_card, CARDS) if card]
    context = {"groups": [(_("Loans"), cards)], "title": _("Settings for loans")}
    return render(request, "adapting/lending.html", {**context, "crumbs": way()[:1]})


def _card(card):
    name, icon, title, sentence = card
    try:
        return {"url": reverse(name), "icon": icon, "title": title, "sentence": sentence}
    except NoReverseMatch:
        return None


@lenders
def conditions(request):
    """What has to be proved, in the order in which schools read it."""
    page = page_of(request, Condition.objects.select_related("category"))
    words = {
        "title": _("Conditions"),
        "columns": [_("Proof"), _("Who checks"), _("Kind of case")],
        "add": (reverse("lending:condition_new"), _("Add a condition")),
        "empty": ("check", _("No condition yet"), _("Then nothing has to be proved.")),
    }
    return list_page(request, words, page, [_condition_row(c) for c in page], crumbs=way())


def _condition_row(condition):
    return Row(
        url=reverse("lending:condition", args=[condition.pk]),
        title=condition.label,
        sub=condition.help,
        cells=[
            condition.get_proof_display(),
            condition.get_checker_display(),
            condition.category or _("every kind"),
        ],
        tag=_("no longer used") if condition.retired else "",
        move_url=reverse("lending:condition_move", args=[condition.pk]),
    )


@lenders
def condition(request, pk=None):
    """A condition, new or known."""
    here = get_object_or_404(Condition, pk=pk) if pk else _last(Condition)
    title = _("Edit the condition") if pk else _("Add a condition")
    form = ConditionForm(request.POST or None, instance=here)
    crumbs = way((_("Conditions"), reverse("lending:conditions")))
    return form_page(request, form, workflow.save_condition, title=title,
                     back="lending:conditions", crumbs=crumbs)  # fmt: skip


@require_POST
@lenders
def move_condition(request, pk):
    """A condition up or down."""
    return _move(request, get_object_or_404(Condition, pk=pk), "lending:conditions")


@lenders
def stages(request):
    """Who has to agree, one after the other."""
    page = page_of(request, Stage.objects.all())
    words = {
        "title": _("Stages of approval"),
        "columns": [_("Who agrees")],
        "add": (reverse("lending:stage_new"), _("Add a stage")),
        "empty": ("thumbs-up", _("No stage yet"), _("Then a loan manager decides alone.")),
    }
    return list_page(request, words, page, [_stage_row(s) for s in page], crumbs=way())


def _stage_row(stage):
    return Row(
        url=reverse("lending:stage", args=[stage.pk]),
        title=stage.label,
        cells=[stage.get_role_display()],
        tag=_("no longer used") if stage.retired else "",
        move_url=reverse("lending:stage_move", args=[stage.pk]),
    )


@lenders
def stage(request, pk=None):
    """A stage, new or known."""
    here = get_object_or_404(Stage, pk=pk) if pk else _last(Stage)
    title = _("Edit the stage") if pk else _("Add a stage")
    form = StageForm(request.POST or None, instance=here)
    crumbs = way((_("Stages of approval"), reverse("lending:stages")))
    return form_page(request, form, workflow.save_stage, title=title,
                     back="lending:stages", crumbs=crumbs)  # fmt: skip


@require_POST
@lenders
def move_stage(request, pk):
    """A stage earlier or later."""
    return _move(request, get_object_or_404(Stage, pk=pk), "lending:stages")


@lenders
def accessories(request):
    """What is only counted."""
    page = page_of(request, AccessoryKind.objects.all())
    words = {
        "title": _("Accessories"),
        "columns": [_("Value of one in €")],
        "add": (reverse("lending:accessory_new"), _("Add an accessory")),
        "empty": ("headphones", _("No accessory yet"), _("Add what lies in your cases.")),
    }
    return list_page(request, words, page, [_accessory_row(k) for k in page], crumbs=way())


def _accessory_row(kind):
    return Row(
        url=reverse("lending:accessory", args=[kind.pk]),
        title=kind.label,
        icon=kind.icon,
        cells=["" if kind.value is None else kind.value],
        tag=_("no longer used") if kind.retired else "",
        move_url=reverse("lending:accessory_move", args=[kind.pk]),
    )


@lenders
def accessory(request, pk=None):
    """An accessory, new or known."""
    here = get_object_or_404(AccessoryKind, pk=pk) if pk else _last(AccessoryKind)
    title = _("Edit the accessory") if pk else _("Add an accessory")
    form = AccessoryForm(request.POST or None, instance=here)
    crumbs = way((_("Accessories"), reverse("lending:accessories")))
    return form_page(request, form, workflow.save_accessory_kind, title=title,
                     back="lending:accessories", crumbs=crumbs)  # fmt: skip


@require_POST
@lenders
def move_accessory(request, pk):
    """An accessory up or down."""
    return _move(request, get_object_or_404(AccessoryKind, pk=pk), "lending:accessories")


def _last(model):
    """A new one, below all others."""
    return model(order=model.objects.count())


def _move(request, thing, back):
    return do(request, workflow.move, thing, back, up=request.POST.get("way") == "up")
