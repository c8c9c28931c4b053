"""manage.py starting_set: categories, fault tiles, statuses, for a new authority."""

from django.core.management.base import BaseCommand

from loans.starting_set import load_starting_set


class Command(BaseCommand):
    help = "Fill empty tables with what a school authority starts with. Changes nothing else."

    def handle(self, *args, **options):
        """Load it and say what was made."""
        if not options["verbosity"]:
            load_starting_set()
            return
        made = {what: count for what, count in load_starting_set().items() if count}
        for what, count in made.items():
            self.stdout.write(f"{count} {what}")
        if not made:
            self.stdout.write("There was nothing to add: all of it is filled already.")
