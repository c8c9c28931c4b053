"""What the service desk starts with: its days, and words for the states of tickets."""

from django.db import transaction

from assets.starting_set import load_statuses
from itsm.fields.models import Status
from tickets.models import TicketSettings

# State, word, English word, colour; the first of each state is the usual one.
TICKET_STATUSES = (
    ("new", "neu", "new", "info"),
    ("new", "gesichtet", "looked at", "info"),
    ("assigned", "in Arbeit", "in work", "action"),
    ("assigned", "Termin vereinbart", "appointment made", "action"),
    ("waiting", "wartet", "waiting", "warning"),
    ("waiting", "wartet auf Rückmeldung", "waiting for an answer", "warning"),
    ("waiting", "wartet auf Schule", "waiting for the school", "warning"),
    ("waiting", "wartet auf Ersatzteil", "waiting for a spare part", "warning"),
    ("waiting", "wartet auf Firma", "waiting for a company", "warning"),
    ("solved", "gelöst", "solved", "success"),
    ("solved", "Umweg gefunden", "workaround found", "success"),
    ("closed", "geschlossen", "closed", "neutral"),
    ("closed", "doppelt gemeldet", "reported twice", "neutral"),
)


@transaction.atomic
def load_starting_set() -> dict[str, int]:
    """Fill whatever is still empty, change nothing that is there; says what was made."""
    TicketSettings.objects.get_or_create(pk=1)
    return {"ticket statuses": load_statuses(Status.Kind.TICKET, TICKET_STATUSES)}
