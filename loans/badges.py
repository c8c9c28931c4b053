"""How a loan stands, in words and marks: drawn for many rows, so not by templates."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.web.templatetags.web import icon
from loans.models import Loan

State = Loan.State
# The mark's kind and symbol by state.
MARKS = {
    State.DRAFT: ("", "edit"),
    State.SUBMITTED: ("new", "bell"),
    State.WAITLISTED: ("wait", "wait"),
    State.APPROVED: ("mine", "check"),
    State.PREPARED: ("mine", "package"),
    State.HANDED_OVER: ("done", "school"),
    State.RETURNED: ("wait", "return"),
    State.CLOSED: ("", "lock"),
    State.REFUSED: ("", "x"),
    State.WITHDRAWN: ("", "return"),
}


def mark_of(loan):
    """The state as a mark: in the authority's own word where it has one, overdue in red."""
    if loan.overdue:
        return _mark("late", "alert", _("overdue"))
    kind, symbol = MARKS[loan.state]
    return _mark(kind, symbol, loan.status.label if loan.status else loan.get_state_display())


def _mark(kind, symbol, word):
    return format_html('<span class="tag {}">{}{}</span>', kind, icon(symbol), word)


def time_left(loan) -> str:
    """What matters of its days now: overdue since, due in, begins in; empty otherwise."""
    today = timezone.localdate()
    if loan.overdue:
        late = (today - loan.last_day).days
        return ngettext("for %(n)s day", "for %(n)s days", late) % {"n": late}
    if loan.state == State.HANDED_OVER:
        left = (loan.last_day - today).days
        return _in_days(left) if left <= 60 else ""
    if loan.state in (State.APPROVED, State.PREPARED) and loan.start >= today:
        begins = (loan.start - today).days
        return _("begins %(when)s") % {"when": _in_days(begins)} if begins <= 60 else ""
    return ""


def _in_days(days):
    if days == 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def title_of(loan) -> str:
    """ "Koffer 3 (IT-K3)"; the kind of case while none is promised."""
    if loan.case_id is None:
        return loan.category.label
    case = loan.case
    return f"{case.name} ({case.inventory_number})" if case.name else case.inventory_number
