"""What it tells in the demo story."""

from itsm.demo.parts import Amount
from itsm.people.models import SchoolKind

AMOUNTS = [Amount("plants", usual=2, most=5, of=SchoolKind)]
told = []


def tell(story):
    told.append((story.wanted["plants"], list(story.made), len(story.schools)))


def links():
    return [("/q/WATER", "Palme")]
