"""Inventory numbers by the authority's scheme."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from assets.models import Category, Device, NumberCounter, NumberScheme
from itsm.people.models import School


def next_number(school: School | None, category: Category) -> str:
    """The next free inventory number for a device of this school and category.

    Placeholders are a flat dictionary of strings: {school}, {category}, {year}, {number}.
    """
    scheme = NumberScheme.objects.filter(pk=1).first() or NumberScheme(pk=1)
    beginning, _dot, end = fill(scheme.pattern, school, category).partition("{number}")
    while True:
        number = f"{beginning}{_count(beginning):0{scheme.digits}d}{end}"
        if not Device.objects.numbered(number).exists():
            return number


def fill(pattern: str, school: School | None, category: Category) -> str:
    """The pattern with everything put in but the running number."""
    words = {
        "{school}": school.short_name if school else "IT",
        "{category}": "".join(c for c in category.label_de if c.isalpha())[:3].upper(),
        "{year}": str(timezone.localdate().year),
    }
    for placeholder, word in words.items():
        pattern = pattern.replace(placeholder, word)
    return pattern if "{number}" in pattern else pattern + "-{number}"


def _count(beginning: str) -> int:
    """Count one up; the row stays locked until the device is there, so no number comes twice."""
    with transaction.atomic():
        counter = NumberCounter.objects.filter(beginning=beginning)
        if counter.update(last=F("last") + 1):
            return counter.get().last
    try:
        with transaction.atomic():
            return NumberCounter.objects.create(beginning=beginning, last=1).last
    except IntegrityError:
        return _count(beginning)
