"""How inventory numbers are made."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from assets.models import NumberScheme
from assets.settings_pages import workflow
from assets.settings_pages.forms import NumberForm
from assets.settings_pages.numbers import examples
from itsm.settings_pages.pages import administrators, crumbs, form_page


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
        back="settings:numbers",
        template="assets/settings/numbers.html",
        crumbs=crumbs(),
        examples=shown,
    )


@administrators
def number_example(request):
    """What numbers would look like while somebody is still typing."""
    form = NumberForm(request.GET)
    scheme = NumberScheme(**form.cleaned_data) if form.is_valid() else None
    shown = examples(scheme, request.user) if scheme else []
    return render(request, "assets/settings/_number_example.html", {"examples": shown})
