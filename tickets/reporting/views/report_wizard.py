"""The portal without a scan: school, room, kind of thing, what is wrong. Plain pages, one by one."""

from django.shortcuts import redirect, render
from django.urls import reverse

from itsm.fields.form_layout import FormLayout
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from tickets.reporting.scan_target import (
    Spot,
    from_the_bottom,
    kinds,
    open_schools,
    rooms_of,
    whole,
)
from tickets.reporting.views import intake, report_page
from tickets.reporting.views.public_page import public_page


@public_page()
def report(request):
    """Report a fault from home or from the staff room: one question a page."""
    school = _school(request)
    if school is None:
        return render(request, "tickets/reporting/schools.html", _schools(request.user))
    if "room" not in request.GET and not FormLayout.of("ticket").hides("location"):
        rooms = from_the_bottom(rooms_of(school))
        return render(request, "tickets/reporting/rooms.html", {"school": school, "rooms": rooms})
    spot = _spot(request, school)
    if spot.device is None and "kind" not in request.GET:
        return render(request, "tickets/reporting/kinds.html", _kinds(request, spot))
    return report_page.report_page(request, spot)


@public_page()
def join(request):
    """ "Betrifft mich auch", for people of the school."""
    school = _school(request)
    if school is None or request.method != "POST":
        return redirect("report")
    return report_page.join(request, _spot(request, school))


@public_page()
def helped(request):
    """ "Hat geholfen": counted, thanked for, and no ticket."""
    school = _school(request)
    if school is None or request.method != "POST":
        return redirect("report")
    spot = _spot(request, school)
    hint = spot.hint(request.POST.get("hint"))
    if hint:
        intake.helped(request, spot, hint)
    return intake.see_other("report_thanks")


@public_page("GET", "HEAD")
def thanks(request):
    """Nice that it works again."""
    return render(request, "tickets/reporting/thanks.html", {"back_url": reverse("report")})


def _school(request):
    """The chosen school; without a choice the reader's own, if there is just one."""
    chosen = request.GET.get("school")
    own = reach_of(request.user).schools(*Role.values)
    if chosen is None and len(own) == 1:
        return open_schools().filter(pk__in=own).first()
    return open_schools().filter(pk=whole(chosen)).first()


def _schools(user):
    own = reach_of(user).schools(*Role.values)
    schools = sorted(open_schools(), key=lambda school: school.pk not in own)
    return {"schools": schools}


def _spot(request, school):
    """What was chosen so far; a device as the label of its room offers it, too."""
    room = rooms_of(school).filter(pk=whole(request.GET.get("room"))).first()
    kind = kinds().filter(pk=whole(request.GET.get("kind"))).first()
    spot = Spot(school, room=room, kind=kind)
    return spot.narrowed(request.GET.get("thing"))


def _kinds(request, spot):
    things = [] if FormLayout.of("ticket").hides("devices") else spot.things(request.user)
    return {
        "spot": spot,
        "school": spot.school,
        "things": things,
        "kinds": kinds(),
        "back_url": f"{reverse('report')}?school={spot.school.pk}",
    }
