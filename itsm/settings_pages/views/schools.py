"""Schools and their kinds."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import School, SchoolKind
from itsm.search import plainly_matching
from itsm.settings_pages import workflow
from itsm.settings_pages.forms.schools import SchoolFilter, SchoolForm, SchoolKindForms
from itsm.settings_pages.pages import (
    Row,
    SeeOther,
    administrators,
    crumbs,
    do,
    form_page,
    list_page,
    page_of,
    wanted,
)
from itsm.workflow import StepRefused

WORDS = ("name", "short_name", "place", "contact")
ENDS = gettext_lazy(
    "The roles held there end at once. Its %(devices)s devices and all its history stay; "
    "move the devices to another school."
)
SCHOOLS = {
    "title": gettext_lazy("Schools"),
    "columns": [gettext_lazy("Kind"), gettext_lazy("Place"), gettext_lazy("Devices")],
    "add": (reverse_lazy("settings:school_new"), gettext_lazy("Add a school")),
    "more": [(reverse_lazy("settings:school_kinds"), gettext_lazy("Kinds of schools"))],
    "empty": (
        "school",
        gettext_lazy("No school here"),
        gettext_lazy("Add the first one, import a table, or change the search."),
    ),
}


@administrators
def schools(request):
    """All schools, the closed ones too."""
    form = SchoolFilter(request.GET)
    page = page_of(request, _found(request.user, wanted(request, form)))
    rows = [_row(school) for school in page]
    return list_page(request, SCHOOLS, page, rows, filters=form, crumbs=crumbs())


def _found(user, asked):
    found = School.objects.visible_to(user).select_related("kind")
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if words := asked.get("q"):
        found = found.filter(plainly_matching(words, WORDS))
    return found.annotate(devices_here=Count("devices")).order_by("name")


def _row(school):
    return Row(
        url=reverse("settings:school", args=[school.pk]),
        title=school.name,
        sub=school.short_name,
        icon="school",
        cells=[school.kind or "", school.place, school.devices_here],
        tag=_("closed") if school.closed_on else "",
    )


@administrators
def school(request, pk=None):
    """A school, new or known."""
    here = get_object_or_404(School.objects.visible_to(request.user), pk=pk) if pk else School()
    form = SchoolForm(request.POST or None, instance=here)
    title = _("Edit the school") if pk else _("Add a school")
    way = crumbs((_("Schools"), reverse("settings:schools")))
    return form_page(
        request,
        form,
        workflow.save_school,
        title=title,
        back="settings:schools",
        crumbs=way,
        more=_school_steps(here),
    )


def _school_steps(school):
    if not school.pk:
        return []
    if school.closed_on:
        return [(reverse("settings:school_open", args=[school.pk]), _("Open the school again"))]
    return [(reverse("settings:school_close", args=[school.pk]), _("Close the school"))]


@administrators
def close(request, pk):
    """A school ends."""
    here = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return do(request, workflow.close_school, here, "settings:schools")
    count = here.devices.visible_to(request.user).current().count()
    context = {
        "title": _("Close “%(school)s”?") % {"school": here},
        "text": ENDS % {"devices": count},
        "action_label": _("Close the school"),
        "back": reverse("settings:school", args=[pk]),
    }
    return render(request, "settings/confirm.html", context)


@administrators
def open_again(request, pk):
    """A closed school comes back."""
    here = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return do(request, workflow.open_school_again, here, "settings:schools")
    context = {
        "title": _("Open “%(school)s” again?") % {"school": here},
        "text": _("The roles held there count again."),
        "action_label": _("Open the school again"),
        "back": reverse("settings:school", args=[pk]),
    }
    return render(request, "settings/confirm.html", context)


@administrators
def kinds(request):
    """The list of kinds of schools, changed on the spot."""
    forms = SchoolKindForms(request.POST or None, queryset=SchoolKind.objects.all())
    if request.method == "POST" and forms.is_valid() and _save_kinds(request, forms):
        return SeeOther(resolve_url("settings:school_kinds"))
    context = {"forms": forms, "crumbs": crumbs((_("Schools"), reverse("settings:schools")))}
    return render(request, "settings/school_kinds.html", context)


def _save_kinds(request, forms):
    try:
        with transaction.atomic():
            for form in forms:
                _save_kind(form, request.user)
    except StepRefused as refused:
        messages.error(request, refused.sentence)
        return False
    messages.success(request, _("Saved."))
    return True


def _save_kind(form, by):
    kind = form.instance
    if form.cleaned_data.get("DELETE"):
        if kind.pk:
            workflow.remove_school_kind(kind, by=by)
    elif form.cleaned_data.get("name"):
        workflow.save(kind, by=by, name=form.cleaned_data["name"])
