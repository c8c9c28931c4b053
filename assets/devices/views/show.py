"""One device: what it is, where it is, what is broken, and its whole life."""

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render

from assets import rules
from assets.actions import offers_for
from assets.devices.belonging import belonging
from assets.devices.facts import facts_of, label_fact, mark_of
from assets.devices.titles import title_for
from assets.devices.warnings import warning_about
from assets.faults import is_faulty, open_faults, tickets_about
from assets.models import Device, DeviceFile, Label
from assets.pages import device_or_404
from assets.places.crumbs import ABOVE, WAY, crumbs_of
from assets.timeline import diary
from itsm.fields.form_layout import page_words
from itsm.fields.words import in_language
from itsm.query_cache import Blank, compiled

NEIGHBOURS = 8
# What the page says of the device and what it hangs on; of the rest nothing is read.
READ = (
    "inventory_number",
    "serial_number",
    "name",
    "state",
    "purchased_on",
    "warranty_until",
    "bound_until",
    "price",
    "supplier",
    "order_number",
    "notes",
    "custom",
    "case",
    "slot",
    "school__name",
    "lent_to__name",
    "category__label_de",
    "category__label_en",
    "category__icon",
    "category__is_case",
    "model__name",
    "model__manufacturer__name",
    "status__label_de",
    "status__label_en",
    "status__tone",
    "funding_source__name",
    "funding_source__binding_years",
    "model__warranty_months",
    "location__path",
    *(f"location__{column}" for column in WAY),
)
JOINED = (
    "category",
    "model__manufacturer",
    "school",
    "lent_to",
    "status",
    "funding_source",
    f"location__{ABOVE}",
)
NAMES = (
    "pk",
    "name",
    "model__name",
    "model__manufacturer__name",
    "category__label_de",
    "category__label_en",
)


def show(request, pk):
    """The device's page; teachers see what it is and whether it is broken, no more."""
    device = _device_or_404(request.user, pk)
    tickets = tickets_about(device, request.user)
    layout, custom = page_words("device", "category", device.category_id)
    context = {
        "device": device,
        "tickets": [t for t in tickets if t.is_open],
        "faulty": bool(open_faults(tickets)),
        **_about(device, request.user, layout, custom),
        **_for_staff(device, request, tickets, layout),
    }
    part = request.htmx and request.htmx.target == "life"
    return render(request, "assets/_diary.html" if part else "assets/devices/show.html", context)


def life(request, pk):
    """Older lines of its life."""
    device = device_or_404(request, pk)
    title = title_for(request.user, device)
    context = {"thing": device, "title": title, "back": "devices:show", **_diary(device, request)}
    return render(
        request,
        "assets/devices/_life.html" if request.htmx else "assets/devices/life.html",
        context,
    )


def _device_or_404(user, pk):
    """The device with all the page says of it, in one query."""
    found = _devices(user, pk=pk)
    if not found:
        raise Http404
    return found[0]


@compiled
def _devices(user):
    label = Label.objects.valid().filter(device=OuterRef("pk"))
    files = DeviceFile.objects.filter(device=OuterRef("pk")).order_by().values("device")
    seen = (
        Device.objects.visible_to(user)
        .select_related(*JOINED)
        .only(*READ)
        .annotate(
            has_label=Exists(label),
            printed_at=Subquery(label.values("printed_at")[:1]),
            files_kept=Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), 0),
        )
    )
    return seen.filter(pk=Blank("pk"))


def _neighbours(device, user):
    """What else stands in the room, and whether it is broken; no more than their names is read."""
    if device.location_id is None:
        return []
    rows = _others(user, location=device.location_id, device=device.pk)
    detailed = rules.can_see_details(user, device)
    return [{"pk": r["pk"], "faulty": r["faulty"], "title": _called(r, detailed)} for r in rows]


@compiled
def _others(user):
    here = Device.objects.visible_to(user).current().filter(location=Blank("location"))
    others = here.exclude(pk=Blank("device")).annotate(faulty=is_faulty(user))
    return others.order_by("number_order").values(*NAMES, "faulty")[: NEIGHBOURS + 1]


def _called(row, detailed):
    """As `Device.title` says it; to whom sees no details, without the device's own description."""
    maker, model = row["model__manufacturer__name"], row["model__name"]
    model = f"{maker} {model}" if maker and model else model
    kind = in_language(row["category__label_de"], row["category__label_en"])
    return (detailed and row["name"]) or model or kind


def _about(device, user, layout, custom):
    detailed = rules.can_see_details(user, device)
    may_label = rules.can_label(user, device) and device.state != Device.State.RETIRED
    facts = [*belonging(device, user), *facts_of(device, user, layout, custom)]
    return {
        "detailed": detailed,
        "state": mark_of(device),
        "title": title_for(user, device),
        "crumbs": crumbs_of(device.location, user) if device.location else [],
        "facts": [*facts, label_fact(device)] if may_label else facts,
        "neighbours": _neighbours(device, user),
        "offers": offers_for(user, device),
        "may_label": may_label,
    }


def _for_staff(device, request, tickets, layout):
    """What everybody but a teacher sees besides."""
    if not rules.can_see_details(request.user, device):
        return {}
    return {
        "warning": warning_about(device, tickets, layout),
        "may_step": rules.can_step(request.user, device),
        **_diary(device, request),
    }


def _diary(device, request):
    if not rules.can_see_details(request.user, device):
        return {}
    return diary(device, request, prices=rules.can_see_prices(request.user, device))
