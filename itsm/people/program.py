"""The program itself as the one who acts: whoever may start commands on the server may do all."""

from itsm.people.reach import Reach
from itsm.people.roles import Role


class Program:
    """Acts without a person behind it; its lines in the journal name nobody."""

    pk = id = None
    is_authenticated = is_active = True
    reach = Reach(everywhere=frozenset({Role.ADMINISTRATOR.value}))

    def __str__(self):
        return "–"


PROGRAM = Program()
