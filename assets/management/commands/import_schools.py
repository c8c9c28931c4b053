"""manage.py import_schools FILE: a list of schools, JSON or CSV."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assets.imports.schools import import_schools, read_schools, try_schools
from itsm.people.program import PROGRAM
from itsm.tables import TableRefused


class Command(BaseCommand):
    help = "Enters schools from JSON or CSV; known ones, by name, are corrected. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *, file, dry_run, **options):
        """Read, enter, and tell the counts and why rows failed."""
        try:
            with open(file, "rb") as opened:
                schools = read_schools(opened)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except TableRefused as refused:
            raise CommandError(str(refused)) from refused
        counts, failed = (try_schools if dry_run else import_schools)(schools, by=PROGRAM)
        if schools.unused:
            words = ", ".join(schools.unused)
            self.stdout.write(_("Not understood: %(columns)s") % {"columns": words})
        for number, reason in failed:
            self.stdout.write(
                _("Line %(number)s: %(reason)s") % {"number": number, "reason": reason}
            )
        words = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(failed)s failed")
        self.stdout.write(words % counts)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was written."))
