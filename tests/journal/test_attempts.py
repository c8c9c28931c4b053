"""What the program does by itself: one failure is told, and nothing else waits for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from itsm.journal.attempts import attempt, failed_lately
from itsm.journal.models import Event, Subject
from itsm.journal.timeline import lines
from itsm.workflow import StepRefused

pytestmark = pytest.mark.django_db


def broken():
    raise KeyError("Frau Petersen")


def refused():
    raise StepRefused("Somebody was faster.")


def test_what_goes_well_leaves_no_line(beamer):
    assert attempt("tree", beamer, lambda: 3) == 3
    assert not Event.objects.exists()


def test_a_failure_is_told_in_the_things_life_without_its_words(beamer, deich, tom, vera, caplog):
    assert attempt("loan_reminders", beamer, broken) is None
    line = Subject.objects.about(beamer).get()
    assert (line.verb, line.visibility, line.school) == ("clock.failed", "authority", deich)
    assert line.event.details == {"work": "loan_reminders", "error": "KeyError"}
    assert [row.sentence for row in lines([line])] == [
        "Automatischer Schritt fehlgeschlagen: Erinnern an eine Ausleihe (KeyError)"
    ]
    assert list(Subject.objects.visible_to(tom)) == [line]
    assert not Subject.objects.visible_to(vera).exists()
    assert f"loan_reminders of device {beamer.pk} failed" in caplog.text


def test_what_fails_every_hour_is_told_once_a_day(beamer, foreign_beamer, caplog):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _hour in range(24):
            attempt("tree", beamer, broken)
            clock.shift(timedelta(hours=1))
        attempt("tree", foreign_beamer, broken)
        assert failed_lately().count() == 2
        clock.shift(timedelta(hours=1))
        attempt("tree", beamer, broken)
    assert Subject.objects.about(beamer).count() == 2


def test_a_refusal_is_no_failure(beamer):
    assert attempt("tree", beamer, refused) is None
    assert not Event.objects.exists()


def test_work_on_nothing_in_particular_is_told_as_well(caplog):
    attempt("buckets", None, broken)
    assert failed_lately().get().details == {"work": "buckets", "error": "KeyError"}
