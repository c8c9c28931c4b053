"""One ticket of the story: its steps are put on the agenda and taken through the workflow."""

from datetime import timedelta

from tickets import automatic, workflow
from tickets.models import Ticket, TicketSettings


class Life:
    """A ticket from its first report on. `about` is what it is about: school, devices, location
    and tile. `cast` says who plays which part in it."""

    def __init__(self, story, **about):
        self.agenda, self.moments, self.about = story.agenda, story.moments, about
        self.begins = self.ends = self.told = None
        self.cast = {}

    def report(self, at, by=None, **told):
        """Somebody tells of it: where its life begins."""
        self.begins = self.ends = at
        self.agenda.at(at, self._report, by=by, **told)

    def take(self, step, at, by=None, **said):
        """At this moment this step is taken; who has no sign-in speaks by the receipt of the
        first report. What happens by itself some days after it is looked after, too."""
        if step == "report":
            self.report(at, by, **said)
            return
        self.ends = at
        self.agenda.at(at, self._take, step, by, said)
        if step == "solve" or said.get("waiting_for") == "reporter":
            self._follow_up(at, step)

    def _report(self, **told):
        self.told = workflow.report(**self.about, **told)

    def _take(self, step, by, said):
        ticket = Ticket.objects.select_related("school", "location", "tile", "assignee")
        ticket = ticket.get(pk=self.told.ticket_id)
        voice = {"report": self.told} if by is None and step != "join" else {"by": by}
        getattr(workflow, step)(ticket, **voice, **said)

    def _follow_up(self, at, step):
        agreed = TicketSettings.get()
        waits = [agreed.reopen_days] if step == "solve" else [agreed.remind_days, agreed.close_days]
        for days in waits:
            at = (at + timedelta(days=days + 1)).replace(hour=6, minute=0)
            self.agenda.at(at, automatic.follow_up)
        if step == "solve":
            self.ends = at
