"""manage.py starting_set: categories, fault tiles, statuses, for a new authority."""

from django.core.management.base import BaseCommand
from django.db import transaction

from itsm.discovery import modules_named


class Command(BaseCommand):
    help = "Fill empty tables with what a school authority starts with. Changes nothing else."

    def handle(self, *args, **options):
        """Load it and say what was made."""
        made = {what: count for what, count in load_all().items() if count}
        if not options["verbosity"]:
            return
        for what, count in made.items():
            self.stdout.write(f"{count} {what}")
        if not made:
            self.stdout.write("There was nothing to add: all of it is filled already.")


@transaction.atomic
def load_all() -> dict[str, int]:
    """What the installed apps bring in a module `starting_set`: its function
    `load_starting_set()` fills what is empty, and says how many of what it made."""
    made: dict[str, int] = {}
    for module in modules_named("starting_set").values():
        made |= module.load_starting_set()
    return made
