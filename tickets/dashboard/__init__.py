"""What tickets bring to the start page of each role."""

from django.utils.translation import ngettext_lazy

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.web.start_page import Hint, Page
from tickets.dashboard import lending, school, working
from tickets.models import Report

PAGES = {Page.WORK: working, Page.SCHOOL: school, Page.LENDING: lending}


def counted(day) -> dict:
    """Whose numbers the page needs."""
    return PAGES[day.page].counted(day)


def parts(day, counts) -> list:
    """What is shown on this page."""
    return PAGES[day.page].parts(day, counts)


def held(user):
    """Reports that somebody has to look at before they become tickets."""
    if not reach_of(user).holds(Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR):
        return None
    return Report.objects.visible_to(user).filter(state=Report.State.HELD)


HINTS = [
    Hint(
        "held",
        100,
        ngettext_lazy("report held for review", "reports held for review"),
        "tickets:held",
        held,
    )
]
