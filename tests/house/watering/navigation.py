"""What it brings to the main menu."""

from itsm.web.menu import Entry, Tool
from tests.house.watering.plants import thirsty

ENTRIES = [
    Entry("plants", "Pflanzen", "star", order=350, also=("/pots/",), waiting=thirsty),
    Entry("plants", "Für niemand", "star", order=1, shown=lambda user: False),
]
TOOLS = [Tool("plants", "Gießen", "star", order=150)]
