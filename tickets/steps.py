"""What every step on a ticket leaves behind: who touched it last, and a line in each life."""

from django.utils import timezone

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.search import search_column


def handled(by) -> dict:
    """The fields every step of the staff sets."""
    now = timezone.now()
    return {"last_handler": by, "last_handled_at": now, "updated_at": now}


def write(by, verb, ticket, *more, visibility=Visibility.REPORTER, **details):
    """A line in the life of the ticket, of its devices, and of its room."""
    things = [ticket, *ticket.about(), *more]
    if ticket.location:
        things.append(ticket.location)
    details = {name: value for name, value in details.items() if value not in (None, "")}
    details["title"] = ticket.title
    details["number"] = ticket.number
    record(by, verb, *things, visibility=visibility, school=ticket.school, **details)


def ticket_words(ticket, devices) -> str:
    """What a ticket is found by, besides its number."""
    # No serial numbers: teachers search their tickets too, and may not probe for those.
    numbers = [word for d in devices for word in (d.inventory_number, str(d))]
    place = ticket.location.path if ticket.location else ""
    return search_column(
        ticket.title,
        ticket.description,
        ticket.school,
        place,
        *numbers,
        *map(str, ticket.custom.values()),
    )
