"""Lessons booked this week, trainings, and what schools told the others."""

from datetime import timedelta

from loans import workflow
from loans.demo.year import BOOKED, SHARED, TRAININGS
from loans.models import CatalogueEntry, Loan, Training

TEXT = (
    "Ein Koffer mit Tablets für eine Lerngruppe: eingerichtet, geladen und mit Stiften. "
    "Für Schulen, die ausprobieren möchten, ob Tabletklassen zu ihnen passen."
)


def tell_together(story, pool, running):
    """What makes lending more than carrying cases; lessons are booked of the `running` loan."""
    category = pool.cases[0].category
    CatalogueEntry.objects.create(category=category, text_de=TEXT)
    for told in TRAININGS:
        _hold_training(story, *told)
    for number, days, title, subject, worked, apps in SHARED:
        school = story.schools[number]
        words = {"title": title, "subject": subject, "worked": worked, "apps": apps}
        said = {"by": story.people.teachers_of(school)[0], "school": school, "category": category}
        story.agenda.at(story.moments.ago(days, "15:20"), workflow.share, **said, **words)
    story.agenda.at(story.moments.ago(6, "10:00"), _book, story, running)


def _hold_training(story, title, about, days, seats, taken):
    moments, lena, training = story.moments, story.people["lender"], Training()
    starts = moments.ago(-days, "14:00")
    ends = starts + timedelta(hours=2)
    facts = {"title": title, "about": about, "seats": seats, "place": "Medienzentrum"}
    facts |= {"starts_at": starts, "ends_at": ends}
    story.agenda.at(moments.ago(60, "9:00"), workflow.save_training, training, by=lena, **facts)
    for number, names in taken.items():
        school = story.schools[number]
        by, at = story.people.head_of(school), moments.ago(50, "11:00")
        for name in names:
            seat = {"by": by, "school": school, "name": name}
            story.agenda.at(at, workflow.sign_up, training, **seat)
    story.agenda.at(ends, _note_attendance, training, lena)


def _note_attendance(training, lena):
    everybody = set(training.taken.values_list("pk", flat=True))
    workflow.note_attendance(training, by=lena, attended=everybody)


def _book(story, running):
    """This week at the first school; at the weekend, next week."""
    loan, today = Loan.objects.with_names().get(pk=running.number), story.moments.today
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * (today.weekday() > 4))
    teachers = story.people.teachers_of(loan.school)
    for day, first, last, what in BOOKED:
        lesson = {"day": monday + timedelta(days=day), "first": first, "last": last}
        by = teachers[day % len(teachers)]
        workflow.book(loan, by=by, purpose=what, location=loan.location, **lesson)
