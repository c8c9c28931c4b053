"""The settings of tickets: where reports go first, and days."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.settings_pages.pages import administrators, crumbs, do, form_page
from itsm.settings_pages.workflow import save
from tickets.models import RoutingRule, TicketSettings
from tickets.settings_pages import workflow
from tickets.settings_pages.forms import DaysForm, RuleForm, TryForm
from tickets.settings_pages.trying import who_hears


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
    return render(request, "tickets/settings/routing.html", context)


@administrators
def rule(request, pk=None):
    """One exception from the usual way."""
    here = get_object_or_404(RoutingRule, pk=pk) if pk else RoutingRule()
    form = RuleForm(request.POST or None, instance=here, by=request.user)
    title, step = _("Edit the rule") if pk else _("Add a rule"), save
    way = crumbs((_("Ways of reports"), reverse("settings:routing")))
    back = "settings:routing"
    return form_page(request, form, step, title=title, back=back, crumbs=way)


@administrators
def remove_rule(request, pk):
    """The usual way again."""
    here = get_object_or_404(RoutingRule, pk=pk)
    if request.method == "POST":
        return do(request, workflow.take_back_rule, here, "settings:routing")
    context = {
        "title": _("Remove this rule?"),
        "text": _("From then on the next more general rule counts, or the usual way."),
        "action_label": _("Remove"),
        "back": reverse("settings:routing"),
    }
    return render(request, "settings/confirm.html", context)
