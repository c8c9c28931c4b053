"""The door behind every label: `/q/<code>`."""

from django.shortcuts import redirect, render
from django.urls import reverse

from assets.rules import can_label_somewhere
from tickets.reporting.scan_target import is_blank, label_of, opens_case, spot_of, works_here
from tickets.reporting.views import intake, report_page, staff
from tickets.reporting.views.public_page import public_page


@public_page()
def door(request, code):
    """Somebody scanned a label: the page that fits the thing and the person, always at once."""
    label = label_of(code)
    if label and not label.revoked_at and is_blank(label) and can_label_somewhere(request.user):
        return render(request, "tickets/reporting/blank.html", {"label": label})
    spot = spot_of(label, request.user)
    if spot is None:
        return report_page.anywhere_page(request)
    looks = request.method != "POST" and not request.GET.keys() & {"report", "thing"}
    if looks and opens_case(request.user, spot):
        return redirect("cases:show", spot.device.pk)
    if looks and works_here(request.user, spot):
        return staff.page(request, spot)
    return report_page.report_page(request, spot.narrowed(request.GET.get("thing")))


@public_page()
def join(request, code):
    """ "Betrifft mich auch" beside a fault that is reported already."""
    spot = spot_of(label_of(code), request.user)
    if spot is None or request.method != "POST":
        return redirect("door", code=code)
    return report_page.join(request, spot.narrowed(request.GET.get("thing")))


@public_page()
def helped(request, code):
    """ "Hat geholfen": counted, thanked for, and no ticket."""
    spot = spot_of(label_of(code), request.user)
    if spot is None or request.method != "POST":
        return redirect("door", code=code)
    spot = spot.narrowed(request.GET.get("thing"))
    hint = spot.hint(request.POST.get("hint"))
    if hint:
        intake.helped(request, spot, hint)
    return intake.see_other("door_thanks", code)


@public_page("GET", "HEAD")
def thanks(request, code):
    """Nice that it works again."""
    return render(
        request, "tickets/reporting/thanks.html", {"back_url": reverse("door", args=[code])}
    )
