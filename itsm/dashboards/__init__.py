"""What needs whom today: the first page of each role."""

from itsm.dashboards.lending import lending_day
from itsm.dashboards.school import school_day
from itsm.dashboards.working import WORKING, working_day
from itsm.people.models import Authority
from itsm.people.reach import reach_of
from itsm.people.roles import Role


def dashboard_for(user, scope) -> tuple[str, dict]:
    """The page of the role in which the person works most, and what it shows."""
    reach = reach_of(user)
    if reach.holds(Role.LENDER) and not reach.holds(*(set(WORKING) - {Role.LENDER})):
        return "home/lending.html", lending_day(user)
    if reach.holds(*WORKING):
        return "home/work.html", working_day(user, reach, scope)
    if reach.holds(Role.TEACHER, Role.HEAD):
        return "home/school.html", school_day(user, reach)
    return "home/nobody.html", {"authority": Authority.get()}
