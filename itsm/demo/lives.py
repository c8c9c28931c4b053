"""The life of one ticket as rows, told with the verbs and details of tickets.workflow."""

from itsm.journal.models import Visibility
from tickets.models import Comment, Report, Ticket

State, Level = Ticket.State, Ticket.Level
NOT_WAITING = {"waiting_for": "", "waiting_since": None, "waiting_until": None}


class Life:
    """A ticket with its reports, comments and lines; each step leaves what the workflow leaves."""

    def __init__(self, tile, school, devices, location, statuses, *, level=Level.SECOND, title=""):
        self.statuses, self.devices = statuses, devices
        self.reports, self.comments, self.lines = [], [], []
        self.ticket = Ticket(
            tile=tile,
            school=school,
            location=location,
            level=level,
            title=title or tile.label_de,
            kind=Ticket.Kind.WISH if tile.is_wish else Ticket.Kind.FAULT,
            status=statuses.get("new"),
        )

    def reported(self, at, by=None, *, channel="label", text="", label=None, **contact):
        """Somebody told of it: where its life begins."""
        ticket = self.ticket
        ticket.opened_by, ticket.description = by, text
        ticket.created_at = ticket.updated_at = at
        self._tell(at, by, channel, text=text, label=label, **contact)
        self._line(at, by, "ticket.reported", channel=channel, tile=ticket.tile.label_de)

    def joined(self, at, by=None, *, channel="label", label=None, **contact):
        """One more person is affected."""
        self._tell(at, by, channel, joined=True, label=label, **contact)
        self._line(at, by, "ticket.joined", channel=channel)

    def taken_over(self, at, by):
        """ "I do it"."""
        before = self.ticket.assignee_id
        self._go(State.ASSIGNED, at, by, assignee=by)
        self._line(at, by, "ticket.taken_over", before=before)

    def assigned(self, at, by, *, to):
        """Put into somebody's hands."""
        self._go(State.ASSIGNED, at, by, assignee=to)
        self._line(at, by, "ticket.assigned", to=to.pk)

    def escalated(self, at, by, *, note=""):
        """On to the technicians."""
        self._go(State.NEW, at, by, assignee=None, level=Level.SECOND)
        self._line(at, by, "ticket.escalated", note=note)

    def commented(self, at, by, *, text, visibility=Visibility.REPORTER):
        """Something was said; staff have touched it."""
        comment = Comment(
            ticket=self.ticket,
            by=by,
            text=text,
            visibility=visibility,
            created_at=at,
            report=None if by else self.reports[0],
        )
        self.comments.append(comment)
        self.ticket.updated_at = at
        if by is not None and by != self.ticket.opened_by:
            self._handled(at, by)
        self._line(at, by, "ticket.commented", visibility, comment=comment)

    def waits(self, at, by, *, waiting_for, until=None, note="", status=None):
        """Somebody else's turn."""
        self._go(State.WAITING, at, by, assignee=self.ticket.assignee or by, status=status)
        waiting = {"waiting_for": waiting_for, "waiting_since": at, "waiting_until": until}
        self._set(**waiting)
        words = {"waiting_for": waiting_for, "until": until and str(until), "note": note}
        self._line(at, by, "ticket.waits", **words)

    def resumed(self, at, by):
        """The waiting is over."""
        self._go(State.ASSIGNED, at, by)
        self._line(at, by, "ticket.resumed")

    def solved(self, at, by, *, solution):
        """The fault is gone."""
        self._go(State.SOLVED, at, by, assignee=self.ticket.assignee or by)
        self._set(solution=solution, solved_at=at)
        self._line(at, by, "ticket.solved", solution=solution)

    def confirmed(self, at, by=None):
        """The reporter says: it works."""
        self._end(at)
        self._line(at, by, "ticket.confirmed")

    def closed(self, at, by, *, note=""):
        """Nothing more to do."""
        self._end(at)
        self._handled(at, by)
        self._line(at, by, "ticket.closed", note=note)

    def closed_by_itself(self, at, by=None):
        """The agreed days have passed."""
        self._end(at)
        self._line(at, None, "ticket.closed_by_itself", why="solved")

    def reopened(self, at, by=None, *, note=""):
        """It isn't fixed after all."""
        state = State.ASSIGNED if self.ticket.assignee else State.NEW
        self._go(state, at, None)
        self._set(solved_at=None, closed_at=None)
        self._line(at, by, "ticket.reopened", note=note)

    def withdrawn(self, at, by=None):
        """The only reporter takes it back."""
        self.reports[0].state = Report.State.WITHDRAWN
        self._line(at, by, "ticket.withdrawn", report=self.reports[0])
        self._end(at)
        self.ticket.ended = Ticket.Ended.WITHDRAWN

    def journal(self):
        """What record_many takes, once ticket, reports and comments have their ids."""
        ticket = self.ticket
        things = [ticket, *self.devices, *([ticket.location] if ticket.location else [])]
        facts = {"title": ticket.title, "number": ticket.pk}
        for by, verb, at, visibility, details in self.lines:
            details = {name: getattr(value, "pk", value) for name, value in details.items()}
            yield by, verb, things, visibility, ticket.school, at, {**details, **facts}

    def _tell(self, at, by, channel, **told):
        ticket = self.ticket
        report = Report(
            ticket=ticket,
            school=ticket.school,
            tile=ticket.tile,
            channel=channel,
            by=by,
            created_at=at,
            **told,
        )
        self.reports.append(report)

    def _line(self, at, by, verb, visibility=Visibility.REPORTER, **details):
        kept = {name: value for name, value in details.items() if value not in (None, "")}
        self.lines.append((by, verb, at, visibility, kept))

    def _go(self, state, at, by, *, status=None, **fields):
        self._set(state=state, status=status or self.statuses.get(state), **NOT_WAITING, **fields)
        self.ticket.updated_at = at
        if by is not None:
            self._handled(at, by)

    def _end(self, at):
        self._go(State.CLOSED, at, None)
        self.ticket.closed_at = at

    def _handled(self, at, by):
        self._set(last_handler=by, last_handled_at=at, updated_at=at)

    def _set(self, **fields):
        for name, value in fields.items():
            setattr(self.ticket, name, value)
