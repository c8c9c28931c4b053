"""Fields and statuses."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from itsm.fields.models import TAGS, CustomField, Status
from itsm.settings_pages import workflow
from itsm.settings_pages.forms.words import FieldForm, StatusForm, layout_forms
from itsm.settings_pages.pages import (
    Row,
    SeeOther,
    administrators,
    crumbs,
    do,
    form_page,
    list_page,
    page_of,
)
from itsm.settings_pages.parts import adaptable, field_owners

FIELD_LIST = {
    "columns": [gettext_lazy("Type"), gettext_lazy("Key")],
    "empty": (
        "list",
        gettext_lazy("No field of your own yet"),
        gettext_lazy("The built-in ones are there all the same."),
    ),
}


@administrators
def fields(request):
    """Where fields can be added or laid out."""
    used = CustomField.objects.filter(retired=False).order_by()
    counted = used.values("owner_type", "owner_id").annotate(n=Count("pk"))
    numbers = {(row["owner_type"], row["owner_id"]): row["n"] for row in counted}
    owners = [
        {"type": owner.type, "id": pk, "name": name, "icon": icon}
        for owner in field_owners().values()
        for pk, name, icon in owner.rows()
    ]
    context = {
        "crumbs": crumbs(),
        "forms": adaptable().values(),
        "owners": [(one, numbers.get((one["type"], one["id"]), 0)) for one in owners],
    }
    return render(request, "settings/fields.html", context)


@administrators
def fields_of(request, owner_type, owner_id):
    """The custom fields of one owner: of a category, of all tickets."""
    owner = _owner(owner_type, owner_id)
    found = CustomField.objects.filter(owner_type=owner_type, owner_id=owner_id)
    page = page_of(request, found)
    new = reverse("settings:field_new", args=[owner_type, owner_id])
    title = _("Fields: %(owner)s") % {"owner": owner}
    words = {**FIELD_LIST, "title": title, "add": (new, _("Add a field"))}
    way = crumbs((_("Fields"), reverse("settings:fields")))
    return list_page(request, words, page, [_field_row(f) for f in page], crumbs=way)


def _owner(owner_type, owner_id):
    owner = field_owners().get(owner_type)
    if name := owner and owner.name_of(owner_id):
        return name
    raise Http404


def _field_row(field):
    return Row(
        url=reverse("settings:field", args=[field.pk]),
        title=field.label,
        sub=_("must be filled in") if field.required else "",
        cells=[field.get_kind_display(), field.key],
        tag=_("no longer used") if field.retired else "",
        move_url=reverse("settings:field_move", args=[field.pk]),
    )


@administrators
def new_field(request, owner_type, owner_id):
    """One more field."""
    _owner(owner_type, owner_id)
    last = CustomField.objects.filter(owner_type=owner_type, owner_id=owner_id).count()
    field = CustomField(owner_type=owner_type, owner_id=owner_id, order=last)
    return _field_page(request, field, _("Add a field"))


@administrators
def field(request, pk):
    """A custom field."""
    here = get_object_or_404(CustomField, pk=pk)
    return _field_page(request, here, _("Edit the field"), key=here.key)


def _field_page(request, field, title, **context):
    owner = _owner(field.owner_type, field.owner_id)
    back = reverse("settings:fields_of", args=[field.owner_type, field.owner_id])
    form = FieldForm(request.POST or None, instance=field)
    name = _("Fields: %(owner)s") % {"owner": owner}
    way = crumbs((_("Fields"), reverse("settings:fields")), (name, back))
    step = workflow.save_field
    return form_page(request, form, step, title=title, back=back, crumbs=way, **context)


@require_POST
@administrators
def move_field(request, pk):
    """A field up or down."""
    here = get_object_or_404(CustomField, pk=pk)
    back = reverse("settings:fields_of", args=[here.owner_type, here.owner_id])
    return do(request, workflow.move, here, back, up=request.POST.get("way") == "up")


@administrators
def builtin(request, form):
    """The layout of the built-in fields of a form."""
    if form not in adaptable():
        raise Http404
    lines = layout_forms(form, request.POST or None)
    if request.method == "POST" and all(line.is_valid() for line in lines):
        rows = {line.instance.name: line.cleaned_data for line in lines}
        workflow.save_form_layout(form, rows, by=request.user)
        messages.success(request, _("Saved."))
        return SeeOther(reverse("settings:builtin", args=[form]))
    way = crumbs((_("Fields"), reverse("settings:fields")))
    context = {"lines": lines, "title": adaptable()[form].fields_title, "crumbs": way}
    return render(request, "settings/builtin.html", context)


@administrators
def statuses(request, kind=""):
    """The authority's words, below each state."""
    kinds = _kinds()
    kind = kind or next(iter(kinds))
    if kind not in kinds:
        raise Http404
    known = list(Status.objects.filter(kind=kind))
    states = [
        (state.value, state.label, [_told(s) for s in known if s.state == state.value])
        for state in kinds[kind].states
    ]
    context = {"states": states, "kind": kind, "chips": _chips(kinds, kind), "crumbs": crumbs()}
    return render(request, "settings/statuses.html", context)


def _kinds():
    return dict(sorted(adaptable().items(), key=lambda item: item[1].order))


def _told(status):
    return {"status": status, "tag": TAGS.get(status.tone, "")}


def _chips(kinds, active):
    return [
        {
            "url": reverse("settings:statuses_of", args=[kind]),
            "label": thing.label,
            "active": kind == active,
        }
        for kind, thing in kinds.items()
    ]


@administrators
def new_status(request, kind, state):
    """One more word for a state."""
    kinds = adaptable()
    if kind not in kinds or state not in kinds[kind].states.values:
        raise Http404
    last = Status.objects.filter(kind=kind, state=state).count()
    return _status_page(request, Status(kind=kind, state=state, order=last), _("Add a status"))


@administrators
def status(request, pk):
    """A word for a state."""
    return _status_page(request, get_object_or_404(Status, pk=pk), _("Edit the status"))


def _status_page(request, status, title):
    back = reverse("settings:statuses_of", args=[status.kind])
    form = StatusForm(request.POST or None, instance=status)
    state = adaptable()[status.kind].states(status.state)
    way = crumbs((_("Statuses"), back), (state.label, back))
    return form_page(request, form, workflow.save_status, title=title, back=back, crumbs=way)


@require_POST
@administrators
def move_status(request, pk):
    """A status up or down."""
    here = get_object_or_404(Status, pk=pk)
    back = reverse("settings:statuses_of", args=[here.kind])
    return do(request, workflow.move, here, back, up=request.POST.get("way") == "up")
