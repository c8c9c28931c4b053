"""What is defined about gardens."""

from itsm.people.models import Posting
from itsm.people.rules import is_member
from itsm.settings_pages.parts import OPERATION, Adaptable, Entry, FieldOwner, Group, Kept, Mention
from tickets.models import Ticket

GARDENS = Group("Gärten", 25)
ENTRIES = [
    Entry(GARDENS, "settings:beds", "star", "Beete", "Was wo wächst."),
    Entry(OPERATION, "home", "bolt", "Für alle", "Gießplan.", may=is_member),
    Entry(OPERATION, "home", "bolt", "Für niemand", "", may=lambda user: False),
]
KEPT = {Posting: Kept("bed", among=("person_id",))}
ADAPTABLE = [
    Adaptable("bed", Ticket, "Beete", "Felder des Beetes", ("title",), frozenset(), order=1)
]
FIELD_OWNERS = [FieldOwner("bed", Ticket, "alle Beete", "star")]
MENTIONED = {"school": lambda viewer, ids: {pk: Mention(lead=f"Garten {pk}") for pk in ids}}
