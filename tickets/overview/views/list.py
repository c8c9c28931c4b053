"""The list of tickets, on the page and as a file."""

from django.contrib import messages
from django.utils.translation import gettext as _

from assets.devices.titles import title_for
from itsm.fields.form_layout import FormLayout
from itsm.fields.forms import PREFIX
from itsm.tables import export_response
from itsm.web.exporting import all_of
from itsm.web.paging import Pages
from tickets.overview.filters import TicketFilter
from tickets.overview.rows import rows_of
from tickets.overview.tables import columns_for, row_of
from tickets.pages import render
from tickets.reporting.joins import joined_by

MOST_COLUMNS = 3


def index(request):
    """Who has what, how it stands, and who touched it last."""
    form = TicketFilter(request.GET, user=request.user)
    pages = Pages(form.tickets())
    page = pages.get_page(request.GET.get("page"))
    layout = FormLayout.of("ticket")
    context = {"form": form, "page": page, "total": pages.total, **_around(request, form, layout)}
    context["rows"] = rows_of(page.object_list, layout, context["by_custom"])
    part = request.htmx and request.htmx.target == "results"
    return render(
        request,
        "tickets/overview/_results.html" if part else "tickets/overview/index.html",
        context,
    )


def export(request, format):
    """The same tickets as a table to take away."""
    form = TicketFilter(request.GET, user=request.user, full=True)
    found = form.tickets().with_names()
    columns = columns_for(form.custom_fields)
    rows = (row_of(t, columns) for t in all_of(found, format))
    return export_response(str(_("Tickets")), format, [c.label for c in columns], rows)


def _around(request, form, layout):
    """What stands beside the rows: chips, what was asked for by a link."""
    for name in form.left_out:
        words = _("“%(name)s” was left out: there is no such choice.") % {"name": name}
        messages.warning(request, words)
    plain = not any(value for name, value in request.GET.items() if name != "page")
    return {
        "chips": _chips(request, form),
        "narrowed": _narrowed(request, form),
        "filtered": not plain,
        "ordering": form.get("ordering") or "-number",
        "by_custom": _columns(form),
        "title_word": layout.word("title", _("What is it about")),
        "several_schools": "school" in form.fields,
        "joined": [] if form.works or not plain else joined_by(request.user, layout),
    }


def _columns(form):
    """The sortable custom fields, which get a column of their own."""
    fields = [field for field in form.custom_fields if field.sortable][:MOST_COLUMNS]
    for field in fields:
        field.param = PREFIX + field.key
    return fields


def _chips(request, form):
    """Whose tickets: mine, those of my schools, all I see."""
    words = {"mine": _("Mine") if form.works else _("Reported by me"), "": _("All")}
    if form.offered.get("posted"):
        words = {"mine": words["mine"], "schools": _("My schools"), "": _("All")}
    if form.works:
        words["told"] = _("Reported by me")
    active = form.get("scope") or ""
    return [
        {"url": _with(request, scope=scope), "label": label, "active": active == scope}
        for scope, label in words.items()
    ]


def _narrowed(request, form):
    """What a link asked for beside the fields: each with the way to leave it out again."""
    place, device = form.asked_place(), form.asked_device()
    asked = [
        ("location", form.get("location"), place and (place.path or place.name)),
        ("device", form.get("device"), device and _called(request.user, device)),
        ("overdue", form.get("overdue"), _("waiting longer than agreed")),
        ("answered", form.get("answered"), _("answers since yesterday")),
        ("lately", form.get("lately"), _("solved in 30 days")),
    ]
    return [
        {"url": _with(request, **{name: ""}), "label": label or _("not found")}
        for name, value, label in asked
        if value
    ]


def _called(user, device):
    return f"{title_for(user, device)} · {device.inventory_number}"


def _with(request, **changes):
    """The address's query with these values, from its first page."""
    query = request.GET.copy()
    for name, value in {**changes, "page": ""}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"
