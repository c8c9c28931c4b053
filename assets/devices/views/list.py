"""The list of devices, on the page and as a file."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.facts import mark_of
from assets.devices.filters import DeviceFilter
from assets.devices.tables import columns_for, row_of
from assets.devices.titles import title_for
from assets.faults import is_faulty
from itsm.addresses import address
from itsm.fields.forms import PREFIX, spoken
from itsm.tables import export_response
from itsm.web.exporting import all_of
from itsm.web.paging import Pages


def index(request):
    """What there is, where it stands, and what is broken."""
    form = DeviceFilter(request.GET, user=request.user)
    pages = Pages(form.devices().with_names().annotate(faulty=is_faulty(request.user)))
    page = pages.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "total": pages.total, **_around(form, request.user)}
    context["rows"] = [shown(device, request.user, context["custom"]) for device in page]
    part = request.htmx and request.htmx.target == "results"
    return render(
        request, "assets/devices/_results.html" if part else "assets/devices/index.html", context
    )


def export(request, format):
    """The same devices as a table to take away, each row as far as the person sees it."""
    form = DeviceFilter(request.GET, user=request.user)
    columns = columns_for(request.user, form)
    found = form.devices().with_names().select_related("funding_source")
    rows = (row_of(device, columns, request.user) for device in all_of(found, format))
    return export_response(str(_("Devices")), format, [c.label for c in columns], rows)


def _around(form, user):
    custom = [f for f in form.custom_fields if f.sortable][:3]
    return {
        "custom": custom,
        "words": words_of(form.layout),
        "heads": [(f.label, (PREFIX + f.key) * rules.sees_all_details(user)) for f in custom],
        "place": form.place(),
        "several_schools": "school" in form.fields or _is_shared(form.place()),
        "sorts_details": rules.sees_all_details(user),
        "ordering": form.get("ordering") or "number",
        "may_register": rules.can_register_somewhere(user),
        "may_label": rules.can_label_somewhere(user),
    }


def words_of(layout) -> dict:
    """What the columns are called in this house; nothing for those it does without."""
    usual = {
        "inventory_number": _("Number"),
        "location": _("Room"),
        "school": _("School"),
        "serial_number": _("Serial number"),
        "status": _("State"),
    }
    return usual | layout.words(usual) | {"status": layout.word("status", "") or usual["status"]}


def _is_shared(place):
    return place is not None and place.school_id is None


def shown(device, user, custom=(), place=None) -> dict:
    """One row: what this person sees of the device. On the page of a place it need not say that
    it stands in that very room, and what school it is at."""
    detailed = rules.can_see_details(user, device)
    away = device.location_id and not (place and device.location_id == place.pk)
    row = {
        "device": device,
        "url": address("devices:show", device.pk),
        "number": device.inventory_number,
        "icon": device.category.icon,
        "kind": str(device.category),
        "place": device.location.path if away else "",
        "school": "" if place else str(device.school or ""),
        "faulty": device.faulty,
        "title": title_for(user, device),
    }
    if not detailed:
        return {**row, "custom": [("", "")] * len(custom)}
    values = [(field, device.custom.get(field.key)) for field in custom]
    said = [(f.label, spoken(f, v)) if v is not None else ("", "") for f, v in values]
    return {
        **row,
        "detailed": True,
        "custom": said,
        "state": mark_of(device),
    }
