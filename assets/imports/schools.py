"""Schools from a list: JSON or a table, found again by name and town: twice changes nothing."""

import io
import json
from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from assets.empty_values import says_nothing
from assets.imports.columns import plain_words
from assets.imports.lookup import Shelf
from assets.imports.namesakes import Namesakes
from assets.imports.new_schools import add_school, add_to_catalogue, correct_school
from assets.imports.rows import no_device
from assets.imports.short_names import short_name
from assets.imports.values import RowFailed
from assets.models import Location
from assets.places.workflow.places import add_place
from itsm.people.models import School, SchoolKind
from itsm.people.rules import can_manage_schools
from itsm.same import number_key, visible
from itsm.tables import TableRefused, read_tables
from itsm.workflow import StepRefused, require

# As the directories of the Länder, county lists and jedeschule.de write them.
HEADINGS = {
    "name": "name, schule, schulname, name der schule, bezeichnung der schule, schulbezeichnung, "
    "amtliche bezeichnung, school, school name, bezeichnung",
    "short_name": "kürzel, kurzname, kurzbezeichnung, abkürzung, short name, short",
    "kind": "typ, schulform, schulart, schultyp, art, art der schule, type, kind, school type",
    "street": "straße, strasse, straße hausnummer, straße hausnr, straße nr, straße und hausnummer, "
    "straße u hausnummer, adresse, anschrift, address, street",
    "postcode": "plz, postleitzahl, postcode, zip",
    "place": "ort, schulort, stadt, gemeinde, stadt gemeinde, ort gemeinde, wohnort, place, city, town",
    "phone": "telefon, telefonnummer, telefonnr, telefon nr, tel, tel nr, fon, rufnummer, phone",
    "email": "e mail, email, mail, e mail adresse, mailadresse",
    "iserv_domain": "iserv, iserv domain, iserv adresse",
}
MEANING = {
    word.casefold(): field for field, words in HEADINGS.items() for word in words.split(", ")
}
LONGEST = {name: School._meta.get_field(name).max_length for name in HEADINGS if name != "kind"} | {
    "kind": SchoolKind._meta.get_field("name").max_length
}
MOST_BYTES = 20_000_000
# A short name may be two letters, a telephone number is a number.
FILLED_AS = {"phone": "order_number", "postcode": "order_number"}


class SchoolRows(list):
    """The rows of a list of schools: (number, texts by field); `unused` are headings that count
    for nothing."""

    unused: tuple = ()


def read_schools(file) -> SchoolRows:
    """The rows of a list of schools; TableRefused if it is none."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TableRefused(_("This table is too large."))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        rows = list(enumerate(_json_rows(data), start=1))
    else:
        rows = list(_table_rows(io.BytesIO(data)))
    schools = SchoolRows((number, _understood(row)) for number, row in rows)
    headings = dict.fromkeys(str(heading) for _number, row in rows for heading in row)
    schools.unused = tuple(heading for heading in headings if not _means(heading))
    if schools and not any("name" in said for _number, said in schools):
        raise TableRefused(_("No column names the schools."))
    return schools


def _table_rows(file):
    """The rows of all sheets that name schools; headings once more and sums are none."""
    tables = read_tables(file, known=_means)
    named = [table for table in tables if "name" in map(_means, table.headers)]
    for table in named or tables[:1]:
        for row in table.rows:
            if not no_device(list(row.cells.values()), table.headers):
                number = f"{row.number} ({table.sheet})" if len(named) > 1 else row.number
                yield number, row.cells


def _means(heading):
    return MEANING.get(plain_words(str(heading)), "")


def import_schools(schools, *, by):
    """Enter these schools, each with a site of its own; returns the counts and (line, reason)."""
    require(can_manage_schools, by)
    counts, failed = Counter(new=0, changed=0, unchanged=0, failed=0), []
    keeper = _Keeper(list(School.objects.visible_to(by).order_by("pk")), by)
    for number, said in schools:
        try:
            counts[keeper.keep(number, _checked(said))] += 1
        except (RowFailed, StepRefused) as reason:
            counts["failed"] += 1
            failed.append((number, str(reason)))
    return counts, failed


@transaction.atomic
def try_schools(schools, *, by):
    """What `import_schools` would do; all of it is taken back."""
    said = import_schools(schools, by=by)
    transaction.set_rollback(True)
    return said


class _Keeper:
    """Enters and corrects the schools of one list; two rows are never about one school."""

    def __init__(self, schools, by):
        self.namesakes, self.by = Namesakes(schools), by
        self.taken = {number_key(school.short_name): school for school in schools}
        self.kinds = Shelf(SchoolKind.objects.order_by("pk"), "name")
        self.lines = {}

    @transaction.atomic
    def keep(self, number, said) -> str:
        """Enter what this row says: "new", "changed" or "unchanged"; RowFailed if it cannot be."""
        if kind := said.get("kind"):
            said["kind"] = self._kind(kind)
        whose = {name: said[name] for name in ("place", "postcode", "short_name") if name in said}
        school = self.namesakes.meant(said["name"], **whose)
        self._must_be_free(said.get("short_name"), school)
        if school is None:
            school = self._add(said)
            outcome = "new"
        else:
            self._once(school, number)
            said.pop("name")
            outcome = "changed" if correct_school(school, by=self.by, **said) else "unchanged"
        self.lines[school.pk] = number
        return outcome

    def _once(self, school, number):
        if first := self.lines.get(school.pk):
            raise RowFailed(_("Line %(line)s is about the same school.") % {"line": first})

    def _must_be_free(self, short, school):
        if short and self.taken.get(number_key(short), school) is not school:
            raise RowFailed(_("The short name %(short)s is taken.") % {"short": short.upper()})

    def _add(self, said):
        said["name"] = self.namesakes.name_for(
            said["name"], said.get("place", ""), said.get("postcode", "")
        )
        letters = {school.short_name.upper() for school in self.taken.values()}
        said.setdefault("short_name", short_name(said["name"], letters))
        school = School(**said)
        add_school(school, by=self.by)
        add_place(by=self.by, name=school.name[:80], kind=Location.Kind.SITE, school=school)
        self.namesakes.add(school)
        self.taken[number_key(school.short_name)] = school
        return school

    def _kind(self, name):
        if known := self.kinds.get(name):
            return known
        kind = SchoolKind(name=name)
        add_to_catalogue(kind, by=self.by)
        return self.kinds.put(name, kind)


def _checked(said):
    if not said.get("name"):
        raise RowFailed(_("The name is missing."))
    for field, text in said.items():
        if len(text) > LONGEST[field]:
            raise RowFailed(_("“%(text)s…” is too long.") % {"text": text[:40]})
    if "email" in said:
        try:
            validate_email(said["email"])
        except ValidationError as error:
            raise RowFailed(
                _("“%(text)s” is no e-mail address.") % {"text": said["email"][:60]}
            ) from error
    return said


def _understood(row):
    """What is said about a school, by field; nothing where a cell is empty."""
    said = {}
    for heading, value in row.items():
        field = _means(heading)
        text = visible(str(value)) if isinstance(value, str | int) else ""
        if field and field not in said and not says_nothing(text, FILLED_AS.get(field, "")):
            said[field] = text
    return said


def _json_rows(data):
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TableRefused(_("This is not readable JSON.")) from error
    rows = found.get("schools") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TableRefused(_("This JSON file is no list of schools."))
    return rows
