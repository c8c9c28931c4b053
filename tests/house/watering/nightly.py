"""What it does at night."""

from tests.house.watering.plants import watered

WORK = {"plants": lambda: watered.append("Palme")}
