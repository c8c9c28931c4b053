"""How far a person's roles reach: the one answer every `visible_to` and every rule is made of."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Expression, Q

from itsm.people.roles import Role


class Always(Expression):
    """True, written into the statement: the planner must know it before it sees the values."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler, connection):
        return "TRUE", []


# Not an empty Q: `Q() | Q(x)` is Q(x), and "everything or x" would shrink to x. Not a condition
# on a column either: an index without that column could not answer alone.
EVERYTHING = Q(Always())


@dataclass(frozen=True)
class Reach:
    """Which roles a person holds everywhere, and which at which schools (school ids)."""

    everywhere: frozenset[str] = frozenset()
    at_schools: dict[str, frozenset[int]] = field(default_factory=dict)

    def __hash__(self):
        return hash((self.everywhere, frozenset(self.at_schools.items())))

    def holds(self, *roles: str) -> bool:
        """Has the person one of these roles anywhere at all?"""
        return any(r in self.everywhere or self.at_schools.get(r) for r in roles)

    def holds_everywhere(self, *roles: str) -> bool:
        """Has the person one of these roles for the whole authority?"""
        return any(r in self.everywhere for r in roles)

    def schools(self, *roles: str) -> frozenset[int]:
        """The schools (ids) at which the person holds one of these roles by name."""
        return frozenset().union(*(self.at_schools.get(r, frozenset()) for r in roles))

    def covers(self, school_id: int | None, *roles: str) -> bool:
        """Do these roles reach this school? Rows without a school belong to the authority."""
        return self.holds_everywhere(*roles) or (
            school_id is not None and school_id in self.schools(*roles)
        )

    def within(self, *roles: str, field: str = "school") -> Q:
        """A filter for rows whose school these roles reach; nothing for a person without any."""
        if self.holds_everywhere(*roles):
            return EVERYTHING
        return Q(**{f"{field}__in": self.schools(*roles)})


NOWHERE = Reach()


def reach_of(user) -> Reach:
    """The reach of this person; of nobody, when not signed in or no longer with us."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOWHERE
    return user.reach


def read_reach(memberships) -> Reach:
    """Build the reach from (role, scope, school id) rows."""
    everywhere: set[str] = set()
    schools: dict[str, set[int]] = {role: set() for role in Role.values}
    for role, scope, school_id in memberships:
        if scope == "authority":
            everywhere.add(role)
        elif school_id is not None:
            schools[role].add(school_id)
    return Reach(frozenset(everywhere), {r: frozenset(ids) for r, ids in schools.items() if ids})
