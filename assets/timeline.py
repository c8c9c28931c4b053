"""The whole life of a device or place as one timeline, page by page."""

from django.db.models import Count

from assets.models import Location
from itsm.addresses import address
from itsm.journal import timeline
from itsm.journal.models import Subject, kind_of
from itsm.journal.wording import GROUPS, WORDING
from itsm.query_cache import Blank, compiled

PER_PAGE = 20
LAST_PAGE = 2_000


def diary(thing, request, *, prices=True, chips=True) -> dict:
    """The lines asked for (`?life=` a kind, `?from=` how many are left out), and the way on.

    One indexed query for the lines, one for the numbers on the chips.
    """
    user, what = request.user, kind_of(thing)
    kind = request.GET.get("life", "")
    kind = kind if kind in GROUPS else ""
    start = _start(request)
    rows = [timeline.told(*row) for row in _told(user, what, kind, start, thing=thing.pk)]
    older = f"{_url(thing, 'life')}?life={kind}&from={start + PER_PAGE}"
    return {
        "life": timeline.lines(rows[:PER_PAGE], prices=prices),
        "life_chips": _chips(thing, user, kind) if chips and not start else [],
        "older": older if len(rows) > PER_PAGE else "",
    }


def _url(thing, page):
    home = "locations" if isinstance(thing, Location) else "devices"
    return address(f"{home}:{page}", thing.pk)


def _start(request):
    asked = request.GET.get("from", "")
    return min(int(asked), PER_PAGE * LAST_PAGE) if asked.isdecimal() and len(asked) < 8 else 0


@compiled
def _told(user, what, kind, start):
    told = Subject.objects.of(what, Blank("thing")).visible_to(user)
    told = told.filter(verb__in=timeline.group_verbs(kind)) if kind else told
    return told.values_list(*timeline.COLUMNS)[start : start + PER_PAGE + 1]


@compiled
def _counted(user, what):
    told = Subject.objects.of(what, Blank("thing")).visible_to(user)
    return told.order_by().values_list("verb").annotate(n=Count("pk"))


def _chips(thing, user, kind):
    """Everything, and each kind of which something happened, with its number."""
    url = _url(thing, "show")
    counts = dict(_counted(user, kind_of(thing), thing=thing.pk))
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
