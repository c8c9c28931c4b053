"""The whole life of a device or place as one timeline, page by page."""

from django.db.models import Count
from django.urls import reverse

from assets.models import Location
from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.journal.wording import GROUPS, WORDING

PER_PAGE = 25
LAST_PAGE = 2_000


def diary(thing, request, *, prices=True, chips=True) -> dict:
    """The lines asked for (`?life=` a kind, `?from=` how many are left out), and the way on.

    One indexed query for the lines, one for the numbers on the chips.
    """
    told = Subject.objects.about(thing).visible_to(request.user)
    kind = request.GET.get("life", "")
    kind = kind if kind in GROUPS else ""
    start = _start(request)
    shown = told.filter(verb__in=timeline.group_verbs(kind)) if kind else told
    rows = list(shown[start : start + PER_PAGE + 1])
    older = f"{_url(thing, 'life')}?life={kind}&from={start + PER_PAGE}"
    return {
        "life": timeline.lines(rows[:PER_PAGE], prices=prices),
        "life_chips": _chips(told, _url(thing, "show"), kind) if chips and not start else [],
        "older": older if len(rows) > PER_PAGE else "",
    }


def _url(thing, page):
    home = "locations" if isinstance(thing, Location) else "devices"
    return reverse(f"{home}:{page}", args=[thing.pk])


def _start(request):
    asked = request.GET.get("from", "")
    return min(int(asked), PER_PAGE * LAST_PAGE) if asked.isdecimal() and len(asked) < 8 else 0


def _chips(told, url, kind):
    """Everything, and each kind of which something happened, with its number."""
    counts = dict(told.order_by().values_list("verb").annotate(n=Count("pk")))
    numbers = dict.fromkeys(GROUPS, 0)
    for verb, number in counts.items():
        numbers[WORDING[verb].group if verb in WORDING else "edits"] += number
    chips = [{"url": f"{url}#life", "label": timeline.EVERYTHING, "active": not kind}]
    for group, label in GROUPS.items():
        if numbers[group] or group == kind:
            link = f"{url}?life={group}#life"
            chip = {"url": link, "label": label, "count": numbers[group], "active": group == kind}
            chips.append(chip)
    return chips
