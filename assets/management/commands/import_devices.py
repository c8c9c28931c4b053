"""manage.py import_devices FILE: a table of others becomes devices, rooms and schools."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assets.imports.answers import AUTHORITY, Answers
from assets.imports.forms import QUESTIONS
from assets.imports.lookup import Shelf
from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out, look_at
from assets.rules import can_import
from itsm.people.models import School, User
from itsm.people.program import PROGRAM
from itsm.tables import TableRefused, write_csv

MOST_ROWS, MOST_BYTES = 200_000, 100_000_000


class Command(BaseCommand):
    help = "Registers, moves and corrects devices as a CSV or XLSX says. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--school", help="the school this list is of, if no column names it")
        parser.add_argument(
            "--authority", action="store_true", help="a list of the authority's own devices"
        )
        parser.add_argument(
            "--new", action="store_true", help="new names that resemble known ones are really new"
        )
        parser.add_argument(
            "--keep-rest", action="store_true", help="keep unknown columns in the devices' notes"
        )
        parser.add_argument("--as", dest="username", help="in whose name; else the program's own")
        parser.add_argument("--failed", help="write the rows that failed into this CSV")

    def handle(self, *, file, dry_run, username, failed, **options):
        """Read, carry out, and tell the count of each kind and why rows failed."""
        person, sheet = _person(username), _sheet(file, options["keep_rest"])
        answers = Answers(list_of=_whose(options["school"], options["authority"]))
        looked = look_at(sheet, by=person, answers=answers)
        self._ask(looked.things.all(), sure=options["new"] or dry_run)
        outcome = looked if dry_run else carry_out(sheet, by=person, answers=answers)
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

    def _ask(self, new, sure):
        """Say what is new; where it resembles what is there already, somebody has to be sure."""
        for one in new:
            words = QUESTIONS[one["kind"]] % {"name": one["name"]}
            meant = (
                _("Did you mean %(name)s?") % {"name": one["alike"][0][1]} if one["alike"] else ""
            )
            self.stdout.write(f"{words} {meant}".strip())
        if not sure and any(one["alike"] for one in new):
            words = _(
                "Nothing was written. Correct the table, or say --new if they are really new."
            )
            raise CommandError(words)


def _whose(school, authority):
    """Whose list it is, as `Answers` takes it."""
    if not school:
        return AUTHORITY if authority else ""
    known = Shelf(School.objects.order_by("pk"), "short_name", "name").get(school)
    if known is None:
        raise CommandError(_("There is no school called %(name)s.") % {"name": school})
    return str(known.pk)


def _person(username):
    if not username:
        return PROGRAM
    person = User.objects.by_login(username)
    if person is None or not can_import(person):
        raise CommandError(_("%(name)s is no administrator.") % {"name": username})
    return person


def _sheet(path, keep_rest):
    try:
        with open(path, "rb") as file:
            return read_sheet(file, keep_rest=keep_rest, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except TableRefused as refused:
        raise CommandError(str(refused)) from refused


def _write(path, sheet, outcome):
    rows = (
        [*row["cells"].values(), *row["rest"].values(), row["reason"]] for row in outcome.failed
    )
    headings = [*sheet.headings.values(), *sheet.kept, _("reason")]
    with open(path, "wb") as file:
        file.writelines(write_csv(headings, rows))
