"""manage.py import_devices FILE: a table of others becomes devices, rooms and schools."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out, look_at
from assets.rules import can_import
from itsm.people.models import User
from itsm.people.program import PROGRAM
from itsm.web.tabular import TableRefused, write_csv

MOST_ROWS, MOST_BYTES = 200_000, 100_000_000


class Command(BaseCommand):
    help = "Registers, moves and corrects devices as a CSV or XLSX says. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--as", dest="username", help="in whose name; else the program's own")
        parser.add_argument("--failed", help="write the rows that failed into this CSV")

    def handle(self, *, file, dry_run, username, failed, **options):
        """Read, carry out, and tell the count of each kind and why rows failed."""
        person = _person(username)
        sheet = _sheet(file)
        outcome = (look_at if dry_run else carry_out)(sheet, by=person)
        if sheet.people:
            words = ", ".join(sheet.people)
            self.stdout.write(
                _("Left out, because it names people: %(columns)s") % {"columns": words}
            )
        for sentence in (*sheet.remarks, *outcome.remarked()):
            self.stdout.write(sentence)
        if words := [f"{header} ({held})" for header, held in sheet.values.items() if held]:
            self.stdout.write(_("Not understood: %(columns)s") % {"columns": ", ".join(words)})
        for row in outcome.failed:
            line = _("Line %(number)s: %(reason)s") % row
            self.stdout.write(line)
        if failed:
            _write(failed, sheet, outcome)
        words = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(failed)s failed")
        self.stdout.write(words % outcome.counts)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was written."))


def _person(username):
    if not username:
        return PROGRAM
    person = User.objects.by_login(username)
    if person is None or not can_import(person):
        raise CommandError(_("%(name)s is no administrator.") % {"name": username})
    return person


def _sheet(path):
    try:
        with open(path, "rb") as file:
            return read_sheet(file, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except TableRefused as refused:
        raise CommandError(str(refused)) from refused


def _write(path, sheet, outcome):
    rows = ([*row["cells"].values(), row["reason"]] for row in outcome.failed)
    with open(path, "wb") as file:
        file.writelines(write_csv([*sheet.headings.values(), _("reason")], rows))
