"""What happens in the story, and when: played in the order of time, with a set clock."""

from heapq import heappop, heappush
from itertools import count

import time_machine


class Agenda:
    """Steps that are to be taken, each at its moment."""

    def __init__(self):
        self._steps, self._order = [], count()

    def at(self, moment, act, *args, **said):
        """At this moment `act(*args, **said)` happens; of the same moment, the first told first."""
        heappush(self._steps, (moment, next(self._order), act, args, said))

    def play(self, until):
        """Let everything happen whose moment has come by then, also what steps put on the agenda
        themselves. Steps see their own moment as the present one."""
        with time_machine.travel(until, tick=False) as clock:
            while self._steps and self._steps[0][0] <= until:
                moment, _order, act, args, said = heappop(self._steps)
                clock.move_to(moment)
                act(*args, **said)
