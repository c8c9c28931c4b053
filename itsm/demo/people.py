"""The authority, its schools, and everybody who works there."""

from django.contrib.auth.hashers import make_password

from itsm.demo import names
from itsm.journal.models import Visibility
from itsm.journal.record import record_many
from itsm.people.models import Authority, Membership, Posting, School, SchoolKind, User

PASSWORD = "demo"  # noqa: S105  refused by the command where it could do harm
DOMAIN = "musterland.example"
SCHOOLS_A_TECHNICIAN = 4


def build_schools(count):
    """So many schools with kind and contact."""
    kinds = {name: SchoolKind.objects.get_or_create(name=name)[0] for name in names.KINDS}
    Authority.objects.update_or_create(pk=1, defaults=names.AUTHORITY)
    rows = [_school(number, row, kinds) for number, row in enumerate(_rows(count))]
    return School.objects.bulk_create(rows)


def _rows(count):
    """Three schools of the story, nineteen more, then kinds and places put together."""
    rows = list(names.SCHOOLS)
    for number, (name, short, kind) in enumerate(names.MORE_SCHOOLS):
        place = names.PLACES[number % len(names.PLACES)]
        rows.append((name, short, kind, place, f"Schulstraße {number + 1}", short.lower()))
    for number in range(len(rows), count):
        kind, place = names.KINDS[number % 4], names.PLACES[number % len(names.PLACES)]
        name = f"{kind} {place} {number}"
        rows.append((name, f"S{number:03d}", kind, place, f"Ringstraße {number}", f"s{number}"))
    return rows[:count]


def _school(number, row, kinds):
    name, short, kind, place, street, domain = row
    return School(
        name=name,
        short_name=short,
        kind=kinds[kind],
        place=place,
        street=street,
        postcode=f"{26000 + 37 * number:05d}",
        phone=f"040 66969-{200 + number}",
        email=f"sekretariat@{domain}.example",
        contact="Sekretariat",
        iserv_domain=f"{domain}.example",
    )


class People:
    """Who works where: by sign-in name, and by school."""

    def __init__(self, by_name, technicians, at_school):
        self.by_name, self.technicians, self.at_school = by_name, technicians, at_school

    def __getitem__(self, name):
        return self.by_name[name]

    def technician_of(self, school):
        """The technician posted at this school."""
        return self.technicians[school.pk]

    def support_of(self, school):
        """The school's own support, or None."""
        return next(iter(self.at_school.get((school.pk, "support"), [])), None)

    def head_of(self, school):
        """Who applies for its loans."""
        return self.at_school[school.pk, "head"][0]

    def teachers_of(self, school):
        """Those who report faults there."""
        return self.at_school[school.pk, "teacher"]


def build_people(schools, random, at):
    """The people of the story, and at every other school its head, support and teachers."""
    rows = [*names.PEOPLE, *_others(schools, random)]
    secret = make_password(PASSWORD)
    people = User.objects.bulk_create([_person(row, secret) for row in rows])
    by_name = {person.username: person for person in people}
    held = list(zip(people, rows, strict=True))
    Membership.objects.bulk_create([_role(person, row, schools) for person, row in held])
    at_school = {}
    for person, row in held:
        if row[4] is not None:
            at_school.setdefault((schools[row[4]].pk, row[3]), []).append(person)
    admin = by_name["admin"]
    record_many(
        [
            (admin, "user.invited", [p], Visibility.AUTHORITY, None, at, {})
            for p in people
            if p != admin
        ]
    )
    return People(by_name, _post(held, schools), at_school)


def _others(schools, random):
    """Colleagues at the first schools, everybody at the others, and their technicians."""
    firsts = [(number, "teacher") for number in range(3) for _colleague in range(2)]
    for number in range(3, len(schools)):
        firsts += [(number, role) for role in ("head", "teacher", "teacher", "teacher")]
        firsts += [(number, "support")] if random.random() < 0.7 else []
    technicians = max(0, len(schools) - 3 + SCHOOLS_A_TECHNICIAN - 1) // SCHOOLS_A_TECHNICIAN
    firsts += [(None, "technician")] * technicians
    for count, (school, role) in enumerate(firsts):
        first = names.FIRST[(7 * count) % len(names.FIRST)]
        last = names.LAST[(count + count // len(names.LAST)) % len(names.LAST)]
        yield (f"{first}.{last}{count + 1}".lower().replace("ü", "ue"), first, last, role, school)


def _person(row, secret):
    username, first, last, _role, _school = row
    return User(
        username=username,
        first_name=first,
        last_name=last,
        password=secret,
        email=f"{username}@{DOMAIN}",
    )


def _role(person, row, schools):
    school = None if row[4] is None else schools[row[4]]
    scope = "school" if school else "authority"
    return Membership(person=person, role=row[3], scope=scope, school=school)


def _post(held, schools):
    """Tom looks after the first and third school, Mia after the second; others share the rest."""
    tom, mia, *others = [person for person, row in held if row[3] == "technician"]
    posted = {}
    for number, school in enumerate(schools):
        posted[school.pk] = mia if number == 1 else tom
        if number > 2:
            posted[school.pk] = others[(number - 3) // SCHOOLS_A_TECHNICIAN]
    Posting.objects.bulk_create([Posting(person=posted[s.pk], school=s) for s in schools])
    return posted
