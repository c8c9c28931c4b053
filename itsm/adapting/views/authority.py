"""The authority itself: look, numbers, ways and days of tickets."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.models import NumberScheme
from itsm.adapting import workflow
from itsm.adapting.colours import contrast_in_words
from itsm.adapting.forms.authority import DaysForm, LookForm, NumberForm, RuleForm, TryForm
from itsm.adapting.numbers import examples
from itsm.adapting.trying import who_hears
from itsm.adapting.views.pages import administrators, crumbs, do, form_page
from itsm.people.models import Authority
from tickets.models import RoutingRule, TicketSettings


@administrators
def look(request):
    """Name, contact, colour and logo."""
    here = Authority.get()
    told = contrast_in_words(here.accent)
    form = LookForm(request.POST or None, request.FILES or None, instance=here)
    return form_page(
        request,
        form,
        _save_look,
        title=_("Name, logo and colour"),
        back="adapting:look",
        template="adapting/look.html",
        crumbs=crumbs(),
        contrast=told,
        has_logo=bool(here.logo),
    )


def _save_look(_authority, *, by, **values):
    return workflow.save_authority(by=by, **values)


@administrators
def numbers(request):
    """How inventory numbers are made."""
    here = NumberScheme.objects.filter(pk=1).first() or NumberScheme(pk=1)
    shown = examples(here, request.user)
    form = NumberForm(request.POST or None, instance=here)
    return form_page(
        request,
        form,
        workflow.save_number_scheme,
        title=_("Inventory numbers"),
        back="adapting:numbers",
        template="adapting/numbers.html",
        crumbs=crumbs(),
        examples=shown,
    )


@administrators
def number_example(request):
    """What numbers would look like while somebody is still typing."""
    form = NumberForm(request.GET)
    scheme = NumberScheme(**form.cleaned_data) if form.is_valid() else None
    shown = examples(scheme, request.user) if scheme else []
    return render(request, "adapting/_number_example.html", {"examples": shown})


@administrators
def days(request):
    """After how many days something happens by itself."""
    form = DaysForm(request.POST or None, instance=TicketSettings.get())
    step, back = workflow.save_ticket_settings, "settings"
    return form_page(request, form, step, title=_("Days"), back=back, crumbs=crumbs())


@administrators
def routing(request):
    """Where reports go first, and a try."""
    rules = RoutingRule.objects.select_related("school", "category")
    tried = "try" in request.GET
    form = TryForm(request.GET if tried else None, by=request.user)
    context = {
        "rules": rules.order_by("school__name", "category__order", "pk"),
        "form": form,
        "answer": who_hears(**form.cleaned_data) if tried and form.is_valid() else None,
        "crumbs": crumbs(),
    }
    return render(request, "adapting/routing.html", context)


@administrators
def rule(request, pk=None):
    """One exception from the usual way."""
    here = get_object_or_404(RoutingRule, pk=pk) if pk else RoutingRule()
    form = RuleForm(request.POST or None, instance=here, by=request.user)
    title, step = _("Edit the rule") if pk else _("Add a rule"), workflow.save
    way = crumbs((_("Ways of reports"), reverse("adapting:routing")))
    back = "adapting:routing"
    return form_page(request, form, step, title=title, back=back, crumbs=way)


@administrators
def remove_rule(request, pk):
    """The usual way again."""
    here = get_object_or_404(RoutingRule, pk=pk)
    if request.method == "POST":
        return do(request, workflow.take_back_rule, here, "adapting:routing")
    context = {
        "title": _("Remove this rule?"),
        "text": _("From then on the next more general rule counts, or the usual way."),
        "action_label": _("Remove"),
        "back": reverse("adapting:routing"),
    }
    return render(request, "adapting/confirm.html", context)
