"""The starting set of the service desk, on top of that of the inventory."""

from django.db import transaction

from assets.starting_set import load_starting_set as load_assets
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
    """Everything a school authority starts with; fills only what is empty, says what was made."""
    made = load_assets()
    TicketSettings.objects.get_or_create(pk=1)
    return made | {"ticket statuses": load_statuses(Status.Kind.TICKET, TICKET_STATUSES)}
