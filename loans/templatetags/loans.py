"""How one loan stands, in words and marks."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from loans import rules
from loans.badges import mark_of, time_left, title_of

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


@register.inclusion_tag("loans/_tabs.html", takes_context=True)
def lending_tabs(context):
    """The ways between the pages of lending, each only where it leads this person somewhere."""
    request = context["request"]
    tabs = [{"url": reverse(name), "label": label} for name, label in _tabs(request.user)]
    for tab in tabs:
        tab["active"] = tab["url"] == request.path
    return {"tabs": tabs}


def _tabs(user):
    yield "loans:list", _("Loans")
    yield "cases:list", _("Cases")
    if rules.can_see_catalogue(user):
        yield "loans:catalogue", _("Catalogue")
        yield "loans:waiting", _("Waiting list")
        yield "loans:open", _("Still owed")
    if rules.lends(user):
        yield "loans:plan", _("Plan")
        yield "loans:figures", _("Figures")
    yield "loans:trainings", _("Trainings")
    yield "loans:experiences", _("Experiences")
