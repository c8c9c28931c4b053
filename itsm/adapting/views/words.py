"""Fields and statuses."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assets.models import Category, Device
from itsm.adapting import workflow
from itsm.adapting.forms.words import DRESSABLE, FieldForm, StatusForm, dress_forms
from itsm.adapting.views.pages import (
    Row,
    SeeOther,
    administrators,
    crumbs,
    do,
    form_page,
    list_page,
    page_of,
)
from itsm.fields.models import TAGS, CustomField, Status
from loans.models import Loan
from tickets.models import Ticket

STATES = {"device": Device.State, "ticket": Ticket.State, "loan": Loan.State}
TITLES = {
    "device": gettext_lazy("Fields of the device form"),
    "ticket": gettext_lazy("Fields of the ticket form"),
    "loan": gettext_lazy("Fields of the application for a case"),
}
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
    """Where fields can be added or dressed."""
    used = CustomField.objects.filter(retired=False).order_by()
    counted = used.values("owner_type", "owner_id").annotate(n=Count("pk"))
    numbers = {(row["owner_type"], row["owner_id"]): row["n"] for row in counted}
    kinds = Category.objects.filter(retired=False)
    context = {
        "crumbs": crumbs(),
        "tickets_here": numbers.get(("ticket", 0), 0),
        "loans_here": numbers.get(("loan", 0), 0),
        "categories": [(kind, numbers.get(("category", kind.pk), 0)) for kind in kinds],
    }
    return render(request, "adapting/fields.html", context)


@administrators
def fields_of(request, owner_type, owner_id):
    """The custom fields of a category, or of all tickets."""
    owner = _owner(owner_type, owner_id)
    found = CustomField.objects.filter(owner_type=owner_type, owner_id=owner_id)
    page = page_of(request, found)
    new = reverse("adapting:field_new", args=[owner_type, owner_id])
    title = _("Fields: %(owner)s") % {"owner": owner}
    words = {**FIELD_LIST, "title": title, "add": (new, _("Add a field"))}
    way = crumbs((_("Fields"), reverse("adapting:fields")))
    return list_page(request, words, page, [_field_row(f) for f in page], crumbs=way)


def _owner(owner_type, owner_id):
    if owner_type == "ticket" and owner_id == 0:
        return _("all tickets")
    if owner_type == "loan" and owner_id == 0:
        return _("all loans")
    if owner_type != "category":
        raise Http404
    return get_object_or_404(Category, pk=owner_id)


def _field_row(field):
    return Row(
        url=reverse("adapting:field", args=[field.pk]),
        title=field.label,
        sub=_("must be filled in") if field.required else "",
        cells=[field.get_kind_display(), field.key],
        tag=_("no longer used") if field.retired else "",
        move_url=reverse("adapting:field_move", args=[field.pk]),
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
    back = reverse("adapting:fields_of", args=[field.owner_type, field.owner_id])
    form = FieldForm(request.POST or None, instance=field)
    name = _("Fields: %(owner)s") % {"owner": owner}
    way = crumbs((_("Fields"), reverse("adapting:fields")), (name, back))
    step = workflow.save_field
    return form_page(request, form, step, title=title, back=back, crumbs=way, **context)


@require_POST
@administrators
def move_field(request, pk):
    """A field up or down."""
    here = get_object_or_404(CustomField, pk=pk)
    back = reverse("adapting:fields_of", args=[here.owner_type, here.owner_id])
    return do(request, workflow.move, here, back, up=request.POST.get("way") == "up")


@administrators
def builtin(request, form):
    """The dress of the built-in fields of a form."""
    if form not in DRESSABLE:
        raise Http404
    lines = dress_forms(form, request.POST or None)
    if request.method == "POST" and all(line.is_valid() for line in lines):
        rows = {line.instance.name: line.cleaned_data for line in lines}
        workflow.dress_fields(form, rows, by=request.user)
        messages.success(request, _("Saved."))
        return SeeOther(reverse("adapting:builtin", args=[form]))
    way = crumbs((_("Fields"), reverse("adapting:fields")))
    context = {"lines": lines, "title": TITLES[form], "crumbs": way}
    return render(request, "adapting/builtin.html", context)


@administrators
def statuses(request, kind="ticket"):
    """The authority's words, below each state."""
    if kind not in STATES:
        raise Http404
    known = list(Status.objects.filter(kind=kind))
    states = [
        (state.value, state.label, [_told(s) for s in known if s.state == state.value])
        for state in STATES[kind]
    ]
    context = {"states": states, "kind": kind, "chips": _kinds(kind), "crumbs": crumbs()}
    return render(request, "adapting/statuses.html", context)


def _told(status):
    return {"status": status, "tag": TAGS.get(status.tone, "")}


def _kinds(active):
    labels = {"ticket": _("Tickets"), "device": _("Devices"), "loan": _("Loans")}
    return [
        {
            "url": reverse("adapting:statuses_of", args=[kind]),
            "label": label,
            "active": kind == active,
        }
        for kind, label in labels.items()
    ]


@administrators
def new_status(request, kind, state):
    """One more word for a state."""
    if kind not in STATES or state not in STATES[kind].values:
        raise Http404
    last = Status.objects.filter(kind=kind, state=state).count()
    return _status_page(request, Status(kind=kind, state=state, order=last), _("Add a status"))


@administrators
def status(request, pk):
    """A word for a state."""
    return _status_page(request, get_object_or_404(Status, pk=pk), _("Edit the status"))


def _status_page(request, status, title):
    back = reverse("adapting:statuses_of", args=[status.kind])
    form = StatusForm(request.POST or None, instance=status)
    way = crumbs((_("Statuses"), back), (STATES[status.kind](status.state).label, back))
    return form_page(request, form, workflow.save_status, title=title, back=back, crumbs=way)


@require_POST
@administrators
def move_status(request, pk):
    """A status up or down."""
    here = get_object_or_404(Status, pk=pk)
    back = reverse("adapting:statuses_of", args=[here.kind])
    return do(request, workflow.move, here, back, up=request.POST.get("way") == "up")
