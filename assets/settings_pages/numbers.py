"""What the next inventory number would look like, without using it up."""

from assets.devices.workflow.numbers import fill
from assets.models import Category, NumberCounter
from itsm.people.models import School


def examples(scheme, user) -> list[str]:
    """The next number for up to three schools, as the scheme stands."""
    category = Category.objects.filter(retired=False).first()
    schools = School.objects.visible_to(user).open()[:3]
    if category is None or not scheme.digits:
        return []
    return [_next(scheme, school, category) for school in schools]


def _next(scheme, school, category):
    beginning, _dot, end = fill(scheme.pattern, school, category).partition("{number}")
    last = NumberCounter.objects.filter(beginning=beginning).values_list("last", flat=True).first()
    return f"{beginning}{(last or 0) + 1:0{scheme.digits}d}{end}"
