"""The page on which a fault is told, the same behind a label and on the website."""

from django.db.models import Case, When
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from tickets.models import Ticket
from tickets.reporting.forms.public import AnywhereForm, ReportForm
from tickets.reporting.known_faults import drawn
from tickets.reporting.scan_target import belongs, reporter
from tickets.reporting.views import intake
from tickets.reporting.views.staff import thing_url

SHOWN = 2  # faults beside the form; the tiles of all of them join, too
MINE = 5  # the school's open tickets, for people who work there
_DRAWN = {}  # by language and fields; few, for no form with fields of the house is among them


def report_page(request, spot, sentence=""):
    """Show the form for this spot, or take what was sent with it."""
    signed_in = reporter(request.user, spot.school) is not None
    sent = (request.POST, request.FILES) if request.method == "POST" and not sentence else ()
    form = ReportForm(*sent, spot=spot, signed_in=signed_in)
    taken = intake.take(request, spot, form) if form.is_bound and form.is_valid() else None
    status = 409 if sentence else 200
    return taken or render(
        request,
        "tickets/reporting/report.html",
        _context(request, spot, form, sentence),
        status=status,
    )


def anywhere_page(request):
    """The neutral page: the same for every code that leads nowhere, and for everybody."""
    form = AnywhereForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    taken = None
    if form.is_bound and form.is_valid():
        taken = intake.take(request, form.named_spot(), form)
    return taken or render(request, "tickets/reporting/neutral.html", {"form": form})


def join(request, spot):
    """One more who is affected by a fault told before; or the page again, if it is over."""
    ticket = spot.ticket(request.POST.get("ticket")) if _told_of(request, spot) else None
    if ticket is None or not ticket.is_open:
        return report_page(request, spot, sentence=intake.solved_meanwhile())
    return intake.join(request, spot, ticket)


def steps_of(request, spot) -> dict:
    """Where the form, "me too" and "that helped" of this spot are sent."""
    query = request.GET.urlencode()
    tail = f"?{query}" if query else ""
    code = [spot.label.code] if spot.label else []
    door = "door" if spot.label else "report"
    return {
        "here_url": reverse(door, args=code) + tail,
        "join_url": reverse(f"{door}_join", args=code) + tail,
        "helped_url": reverse(f"{door}_helped", args=code) + tail,
    }


def _context(request, spot, form, sentence):
    member, told_of = belongs(request.user, spot), _told_of(request, spot)
    no_devices = form.said.hides("devices")
    grid = drawn(spot.tiles, spot.known if told_of else frozenset(), form)
    return {
        "spot": spot,
        "form": form,
        "reported": spot.reported[:SHOWN] if told_of else [],
        "things": spot.things(request.user) if spot.label and not no_devices else [],
        "back_url": _back(spot),
        "mine": _mine(request.user, spot) if member else [],
        "member": member,
        "no_places": form.said.hides("location"),
        "thing_url": thing_url(spot) if member else "",
        "heading": spot.name,
        "grid": grid,
        "tiles": spot.tiles,
        "more": "" if form.is_bound or form.has_own_fields else _more(form),
        "key": form.shown_key(),
        "sentence": sentence,
        **steps_of(request, spot),
    }


def _more(form):
    """The fields nobody has to fill in, drawn once for all pages that show the same ones: a scan
    is the page that has to be quick. What stands in a blank form depends on nothing else."""
    fields = tuple((field.name, str(field.label)) for field in form.folded())
    known = get_language(), fields
    if known not in _DRAWN:
        _DRAWN[known] = render_to_string("tickets/reporting/_more.html", {"form": form})
    return _DRAWN[known]


def _back(spot):
    """One step back: from a device to its room, from a kind to everything in the room."""
    if spot.label and spot.label.location and spot.device:
        return reverse("door", args=[spot.label.code])
    if spot.label:
        return ""
    room = spot.place.pk if spot.place else ""
    return f"{reverse('report')}?school={spot.school.pk}&room={room}"


def _told_of(request, spot):
    """Who stands before the label, or belongs to the school, sees what is reported already."""
    return bool(spot.label) or belongs(request.user, spot)


def _mine(user, spot):
    """The school's open tickets this person sees, first of all those about this very thing."""
    tickets = Ticket.objects.visible_to(user).open().filter(school=spot.school)
    here = Case(When(pk__in=spot.tickets().values("pk"), then=0), default=1)
    return tickets.select_related("location").order_by(here, "-pk")[:MINE]
