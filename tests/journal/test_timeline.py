"""The journal as a diary: sentences for people, in their language, never more than they may see."""

import pytest
from django.utils import translation

from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.journal.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def life(thing, **how):
    return [line.sentence for line in timeline.lines(Subject.objects.about(thing), **how)]


def test_newest_first_with_old_and_new_value(tom, beamer):
    record(tom, "device.registered", beamer, place="Raum 204")
    record(tom, "device.edited", beamer, changes={"serial_number": ["", "X4"]})
    assert life(beamer) == ["Changed: serial number (empty) → „X4“", "Registered: Raum 204"]


def test_prices_are_changed_but_not_told(tom, beamer):
    record(tom, "device.edited", beamer, changes={"price": ["100", "90"]})
    assert life(beamer, prices=False) == ["Changed: price"]


def test_names_stay_inside(tom, vera, beamer):
    record(tom, "ticket.assigned", beamer, to=vera.pk)
    (inside,) = timeline.lines(Subject.objects.about(beamer))
    (outside,) = timeline.lines(Subject.objects.about(beamer), names=False)
    assert (inside.sentence, inside.detail) == ("Given to Vera", "Tom")
    assert (outside.sentence, outside.detail) == ("Given to somebody", "")


def test_a_percent_sign_in_a_note_is_only_a_percent_sign(tom, beamer):
    record(tom, "device.stored", beamer, note="50 % aufgeladen %(by)s %d")
    assert life(beamer) == ["Put into storage. 50 % aufgeladen %(by)s %d"]


def test_an_unknown_verb_is_shown_as_it_is(tom, beamer):
    record(tom, "device.sung_to", beamer)
    assert life(beamer) == ["Device.sung_to"]


def test_thirty_lines_cost_as_much_as_one(tom, vera, beamer, django_assert_num_queries):
    for expected in (1, 30):
        while Subject.objects.about(beamer).count() < expected:
            record(tom, "ticket.assigned", beamer, to=vera.pk)
        with django_assert_num_queries(2):
            assert len(life(beamer)) == expected


@pytest.mark.parametrize("group", ["faults", "moves", "repairs", "loans", "labels", "edits"])
def test_a_filter_chip_knows_its_verbs(group):
    verbs = timeline.group_verbs(group)
    assert verbs
    assert {timeline.WORDING[verb].group for verb in verbs} == {group}
