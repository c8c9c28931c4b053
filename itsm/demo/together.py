"""Lessons booked this week, trainings, and what schools told the others."""

from datetime import timedelta

from itsm.demo.year import BOOKED, SHARED, TRAININGS
from itsm.journal.models import Visibility
from itsm.journal.record import record_many
from loans.models import Booking, CatalogueEntry, Experience, Seat, Training

TEXT = (
    "Ein Koffer mit Tablets für eine Lerngruppe: eingerichtet, geladen und mit Stiften. "
    "Für Schulen, die ausprobieren möchten, ob Tabletklassen zu ihnen passen."
)


def build_together(lending):
    """What makes lending more than carrying cases."""
    category = lending.pool.cases[0].category
    CatalogueEntry.objects.create(category=category, text_de=TEXT)
    lines = [*_trainings(lending), *_experiences(lending, category)]
    record_many(sorted(lines, key=lambda line: line[5]))
    _bookings(lending)


def _bookings(lending):
    """This week at the first school; at the weekend, next week."""
    loan, people = lending.by_key["now0"].loan, lending.ground.people
    today = lending.moments.today
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * (today.weekday() > 4))
    teachers = people.teachers_of(loan.school)
    at = lending.moments.ago(6, "10:00")
    Booking.objects.bulk_create(
        Booking(
            created_at=at,
            loan=loan,
            day=monday + timedelta(days=day),
            first=first,
            last=last,
            purpose=what,
            location=loan.location,
            by=teachers[day % len(teachers)],
        )
        for day, first, last, what in BOOKED
    )


def _trainings(lending):
    moments, lena = lending.moments, lending.lena
    added = moments.ago(60, "9:00")
    for title, about, days, seats, taken in TRAININGS:
        starts = moments.ago(-days, "14:00")
        training = Training.objects.create(
            title=title,
            about=about,
            seats=seats,
            starts_at=starts,
            place="Medienzentrum",
            ends_at=starts + timedelta(hours=2),
        )
        yield (
            lena,
            "training.added",
            [training],
            Visibility.AUTHORITY,
            None,
            added,
            {"title": title},
        )
        for number, names in taken.items():
            yield from _seats(lending, training, lending.ground.schools[number], names)


def _seats(lending, training, school, names):
    moments, was = lending.moments, training.starts_at < lending.moments.now
    by, at = lending.ground.people.at_school[school.pk, "head"][0], moments.ago(50, "11:00")
    title = {"title": training.title}
    for name in names:
        Seat.objects.create(
            training=training, school=school, name=name, by=by, created_at=at, attended=was or None
        )
        yield (by, "training.signed_up", [training], Visibility.SCHOOL, school, at, title)
        if was:
            yield (
                lending.lena,
                "training.attended",
                [training],
                Visibility.SCHOOL,
                school,
                training.ends_at,
                title,
            )


def _experiences(lending, category):
    for number, days, title, subject, worked, apps in SHARED:
        school, at = lending.ground.schools[number], lending.moments.ago(days, "15:20")
        by = lending.ground.people.teachers_of(school)[0]
        told = Experience.objects.create(
            school=school,
            category=category,
            title=title,
            subject=subject,
            worked=worked,
            apps=apps,
            by=by,
            created_at=at,
        )
        yield (by, "experience.shared", [told], Visibility.SCHOOL, school, at, {"title": title})
