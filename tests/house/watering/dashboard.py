"""What it brings to the start page."""

from django.utils.translation import ngettext_lazy

from itsm.people.models import SchoolKind
from itsm.web.start_page import FirstStep, Hint, Page, Part
from tests.house.watering.plants import thirsty


def counted(day):
    return {"thirsty": thirsty()}


def parts(day, counts):
    if day.page == Page.WORK:
        return []
    facts = [{"number": counts["thirsty"], "label": "durstige Pflanzen", "url": "/plants/"}]
    return [Part("_facts.html", {"facts": facts}, "aside")]


HINTS = [
    Hint(
        "plants",
        150,
        ngettext_lazy("Pflanze ist durstig", "Pflanzen sind durstig"),
        "plants",
        thirsty,
        "?thirsty=1",
    )
]
FIRST_STEPS = [FirstStep("plants", 250, "Pflanzen kaufen", "plants", SchoolKind.objects.all)]
