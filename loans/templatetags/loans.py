"""How one loan stands, in words and marks."""

from django import template

from loans.words import mark_of, time_left, title_of

register = template.Library()


@register.filter
def standing(loan):
    """The state as a mark, overdue in red."""
    return mark_of(loan)


@register.filter
def left(loan):
    """What matters of its days now: overdue since, due in, begins in."""
    return time_left(loan)


@register.filter
def called(loan):
    """The case, or its kind while none is promised."""
    return title_of(loan)
