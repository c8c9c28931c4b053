"""People, as far as somebody has to choose among them."""

from api.base import Scoped
from api.filters import Filter, among, by_thing
from api.scope import colleagues_of
from api.serializers.places import PersonRow
from itsm.people.models import School, User
from itsm.people.roles import Role
from itsm.search import plainly_matching
from tickets.models import Ticket
from tickets.routing import able_people


def _able(rows, ticket):
    return rows.filter(pk__in=able_people(ticket).order_by().values("pk"))


def _at(rows, school):
    return rows.filter(memberships__school=school).distinct()


def _in_role(rows, values, user):
    return rows.filter(memberships__role__in=among("role", values, Role.values)).distinct()


class People(Scoped):
    """Colleagues who work on tickets at the same schools; everybody for administrators."""

    serializer_class, queryset = PersonRow, User.objects.none()
    filters = {
        "ticket": by_thing("ticket", Ticket, _able, "Those who can be given this ticket."),
        "school": by_thing("school", School, _at),
        "role": Filter(_in_role, words=tuple(Role.values)),
    }
    orderings = {"id": "pk", "name": "last_name"}

    def rows(self, user):
        people = colleagues_of(user).prefetch_related("memberships")
        return people.order_by("last_name", "first_name", "username")

    def found(self, rows, words):
        return rows.filter(plainly_matching(words, ("first_name", "last_name", "username")))
