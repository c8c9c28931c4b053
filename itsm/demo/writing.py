"""Tickets, reports, comments and lines are written in portions, in the order they were told."""

from itertools import islice

from django.core.management.color import no_style
from django.db import connection

from itsm.journal.record import record_many
from tickets.models import Comment, Report, Ticket
from tickets.steps import ticket_words

PORTION = 4000
BATCH = 1000


def write(lives, first_number):
    """Give the tickets their numbers, beginning with this one, and write all of it."""
    numbered = enumerate(lives, start=first_number)
    while portion := list(islice(numbered, PORTION)):
        _write([_numbered(life, number) for number, life in portion])
    _go_on_counting()


def _numbered(life, number):
    life.ticket.pk = number
    life.ticket.search = ticket_words(life.ticket, life.devices)
    return life


def _write(lives):
    Ticket.objects.bulk_create([life.ticket for life in lives], batch_size=BATCH)
    through = Ticket.devices.through
    through.objects.bulk_create(
        [through(ticket_id=life.ticket.pk, device_id=d.pk) for life in lives for d in life.devices],
        batch_size=BATCH,
    )
    Report.objects.bulk_create([r for life in lives for r in life.reports], batch_size=BATCH)
    Comment.objects.bulk_create([c for life in lives for c in life.comments], batch_size=BATCH)
    record_many([line for life in lives for line in life.journal()])


def _go_on_counting():
    """PostgreSQL's next ticket comes behind the numbers given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Ticket]):
            cursor.execute(statement)
