"""Everything that happened to a ticket, with what was said put into its lines."""

from django.db.models import BigIntegerField, Case, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.people.models import User
from tickets.models import Comment
from tickets.models.reports import visibilities_for
from tickets.work.forms.comments import READERS

PER_PAGE = 40
LAST_PAGE = 1_000


def life_of(ticket, request) -> dict:
    """The lines asked for, newest first (`?from=` how many are left out), and the way to older
    ones. One query: the journal's lines and, beside each, the words of its comment."""
    start = _start(request)
    rows = list(_rows(ticket, request.user)[start : start + PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    known = [timeline.Named(row.to_id, row.to_name) for row in shown if row.to_name]
    lines = timeline.lines(shown, inside_ticket=True, known=known)
    for row, line in zip(shown, lines, strict=True):
        line.quote = row.said or ""
        line.readers = READERS[row.visibility] if row.verb in TALKING else None
    return {"life": lines, "older": f"?from={start + PER_PAGE}" if len(rows) > PER_PAGE else ""}


TALKING = ("ticket.commented", "ticket.file_added")


def _rows(ticket, user):
    depth = visibilities_for(user, ticket.school_id)
    said = Comment.objects.readable_by(user, ticket).filter(pk=OuterRef("comment_id"))
    name = Coalesce(
        NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value("")), "username"
    )
    to = User.objects.filter(pk=OuterRef("to_id")).annotate(name=name)
    rows = Subject.objects.about(ticket).filter(visibility__in=depth)
    return rows.annotate(
        comment_id=_id("comment", "ticket.commented"), to_id=_id("to", "ticket.assigned")
    ).annotate(said=Subquery(said.values("text")[:1]), to_name=Subquery(to.values("name")[:1]))


def _id(word, verb):
    """A number out of the details of lines of this verb; elsewhere the word may mean another thing."""
    number = Cast(KeyTextTransform(word, "event__details"), BigIntegerField())
    return Case(When(verb=verb, then=number))


def _start(request):
    asked = request.GET.get("from", "")
    return min(int(asked), PER_PAGE * LAST_PAGE) if asked.isdecimal() and len(asked) < 8 else 0
