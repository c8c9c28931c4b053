"""What a person sees through the API; each is the same as on the pages."""

from django.db.models import Q

from assets.models import FundingSource
from assets.models.devices import PRICE_ROLES
from itsm.journal.models import Event, Subject, Visibility
from itsm.people.models import Membership, User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import can_manage_people, is_member
from tickets.models import Ticket

LARGEST = 2**63 - 1
# What happens to things. Lines about people and settings are for administrators.
THINGS = ("device.", "ticket.", "location.", "label.", "fault.", "report.", "case.", "loan.")
WORKING = (Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


def seen(model, user):
    """The rows of this kind a person sees. What belongs to no school is everybody's who works
    here: categories, models, tiles; only where the money came from is not for all."""
    rows = model.objects.all()
    if hasattr(rows, "visible_to"):
        return rows.visible_to(user)
    if model is FundingSource and not reach_of(user).holds(*PRICE_ROLES):
        return rows.none()
    return rows if is_member(user) else rows.none()


def events_for(user):
    """Lines of the journal as deep as the roles read, and of tickets only of those that are
    visible: a teacher reads the life of her own tickets, a loan manager that of the cases."""
    if can_manage_people(user):
        return Event.objects.all()
    reach = reach_of(user)
    things = Q(*[Q(verb__startswith=word) for word in THINGS], _connector=Q.OR)
    of_mine = Q(pk__in=_of_tickets_seen_by(user))
    deep = reach.within(Role.TECHNICIAN)
    school = reach.within(Role.SUPPORT, Role.HEAD) & ~Q(visibility=Visibility.AUTHORITY)
    lender = reach.within(Role.LENDER) & (~Q(verb__startswith="ticket.") | of_mine)
    teacher = reach.within(Role.TEACHER) & of_mine & Q(visibility=Visibility.REPORTER)
    return Event.objects.filter(things & (deep | school | lender | teacher))


def _of_tickets_seen_by(user):
    """The lines of visible tickets, found by the tickets: there are fewer of them than lines."""
    tickets = Ticket.objects.visible_to(user).order_by().values("pk")
    return Subject.objects.filter(kind="ticket", object_id__in=tickets).values("event")


def colleagues_of(user):
    """Whom a person may choose from: those who work on tickets at the same schools; everybody
    for administrators, nobody for those who give no work to others."""
    if can_manage_people(user):
        return User.objects.all()
    reach = reach_of(user)
    if not reach.holds(*WORKING):
        return User.objects.none()
    here = reach.within(*WORKING) | Q(school=None)
    held = Membership.objects.filter(here, role__in=WORKING)
    return User.objects.filter(is_active=True, pk__in=held.values("person"))
