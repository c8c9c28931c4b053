"""The calendar feed itself, and the page on which one gets its address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation

from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.workflow import require
from loans import rules, workflow
from loans.planning.feeds import calendar_of, feed_behind


def index(request):
    """Which calendars there are for this person; making one shows its address once."""
    schools = School.objects.visible_to(request.user).open()
    schools = schools.filter(reach_of(request.user).within(*rules.FEEDERS, field="pk"))
    pool = rules.can_have_feed(request.user, None)
    if not (pool or schools.exists()):
        require(rules.can_have_feed, request.user, None)
    context = {"schools": schools, "pool": pool}
    if request.method == "POST":
        context["address"] = _made(request, schools)
    return render(request, "loans/planning/feeds.html", context)


def _made(request, schools):
    asked = request.POST.get("school", "")
    school = get_object_or_404(schools, pk=asked) if asked.isdecimal() else None
    secret = workflow.new_feed(by=request.user, school=school)
    return settings.PUBLIC_URL + reverse("loans:feed", args=[secret])


@login_not_required
def feed(request, secret):
    """What a calendar program fetches: whoever has the address, reads it."""
    found = feed_behind(secret)
    if found is None or not rules.can_have_feed(found.by, found.school):
        raise Http404
    with translation.override("de"):
        content = calendar_of(found)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer
