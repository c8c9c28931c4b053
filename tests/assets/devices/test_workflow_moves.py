"""A device moves: through the house, to another school, or not at all."""

import pytest

from assets.devices.workflow import devices
from assets.models import Device
from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.assets.devices.test_workflow_devices import in_state, life_of
from tests.conftest import give_role, make_person, make_place


def test_a_move_is_told_to_both_rooms_and_the_label_goes_along(tom, beamer, label, haupthaus):
    cellar = make_place("Keller", "room", haupthaus, beamer.school)
    old = beamer.location
    devices.move(beamer, by=tom, location=cellar)
    told = {
        "origin": "Gymnasium am Deich, Haupthaus, 2. OG, Raum 204",
        "place": "Gymnasium am Deich, Haupthaus, Keller",
    }
    for thing in (beamer, old, cellar):
        assert life_of(thing) == [("device.moved", tom, told)]
    assert list(Device.objects.found_by("keller")) == [beamer]
    assert list(Device.objects.found_by("204")) == []


def test_a_move_to_another_school_takes_device_and_label_there(tom, beamer, label, moor, room12):
    devices.move(beamer, by=tom, location=room12)
    beamer.refresh_from_db()
    label.refresh_from_db()
    assert (beamer.school, label.school) == (moor, moor)
    # The line belongs to the new school: the old one sees its own lines only.
    assert [row.school for row in Subject.objects.about(beamer)] == [moor]


def test_the_new_school_reads_of_the_old_ones_house_no_more_than_its_name(tom, beamer, room12):
    devices.move(beamer, by=tom, location=room12)
    told = {"origin": "Gymnasium am Deich", "place": "BBS am Moor, Neubau, Raum 12"}
    assert life_of(beamer) == [("device.moved", tom, told)]


def test_a_move_needs_reach_at_both_ends(nora, moor, deich, beamer, room12):
    with pytest.raises(NotAllowed):
        devices.move(beamer, by=nora, location=room12)
    person = make_person("timo", Role.TECHNICIAN, deich)
    with pytest.raises(NotAllowed):
        devices.move(beamer, by=person, location=room12)
    give_role(person, Role.TECHNICIAN, moor)
    devices.move(beamer, by=person, location=room12)


@pytest.mark.parametrize("case", ["same place", "retired", "foreign room", "somebody faster"])
def test_impossible_moves_are_refused(case, tom, beamer, room204, room12, deich, haupthaus):
    cellar = make_place("Keller", "room", haupthaus, deich)
    facts = {"location": cellar}
    if case == "same place":
        facts = {"location": room204}
    elif case == "retired":
        in_state(beamer, "retired")
    elif case == "foreign room":
        facts = {"location": room12, "school": deich}
    else:
        Device.objects.filter(pk=beamer.pk).update(location=haupthaus)
    with pytest.raises(StepRefused):
        devices.move(beamer, by=tom, **facts)
    assert life_of(beamer) == []


def test_a_move_is_told_by_what_differs(tom, beamer, haupthaus, moor, room12):
    cellar = make_place("Keller", "room", haupthaus, beamer.school)
    devices.move(beamer, by=tom, location=cellar)
    devices.move(beamer, by=tom, location=room12)
    assert [line.sentence for line in timeline.lines(Subject.objects.about(beamer))] == [
        "Umgezogen von Gymnasium am Deich nach BBS am Moor, Neubau, Raum 12",
        "Umgezogen von 2. OG, Raum 204 nach Keller",
    ]
