"""An import is taken back as a whole; what somebody worked with since stays, and is named."""

import pytest

from assets.devices.workflow.devices import edit
from assets.imports.answers import Answers
from assets.imports.undoing import take_back
from assets.imports.workflow import bring, confirm
from assets.models import Category, Device, DeviceImport, Location, Manufacturer
from itsm.journal.models import Event
from itsm.people.models import School
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_device, make_label, make_person


@pytest.fixture
def imported(sheet, adam):
    """`imported("Inventarnummer;…", "…")`: a table that is in, every new name confirmed."""

    def _imported(*lines, by=adam):
        brought = bring(sheet(*lines), by=by, name="liste.csv")
        while not confirm(brought, by=by, names=all_new(brought)):
            brought.refresh_from_db()
        brought.refresh_from_db()
        return brought

    return _imported


def all_new(brought):
    return {new["key"]: "new" for new in brought.rows["asked"]}


def state(device):
    return (
        Device.objects.filter(pk=device.pk)
        .values_list(
            "inventory_number",
            "serial_number",
            "notes",
            "price",
            "state",
            "school",
            "location",
            "purchased_on",
            "warranty_until",
            "category",
            "model",
            "funding_source",
            "inventory_key",
            "number_order",
        )
        .get()
    )


def test_everything_new_goes_and_everything_changed_is_as_before(imported, adam, beamer, room12):
    before = state(beamer)
    places, devices = Location.objects.count(), Device.objects.count()
    brought = imported(
        "Inventarnummer;Schule;Raum;Notiz;Preis;Kategorie;Hersteller;Modell;Status;Anschaffungsdatum;Förderung",
        "GAD-00417;BBS am Moor;Raum 12;wackelt;99,50;;;;defekt;1.8.2024;DigitalPakt",
        "N-1;Neue Schule;Raum 7;;;Roboter;Acme;R2;;;",
    )
    assert brought.summary["counts"] == {"new": 1, "changed": 1, "unchanged": 0, "failed": 0}
    assert state(beamer) != before
    assert take_back(brought, by=adam) == []
    brought.refresh_from_db()
    assert (brought.state, brought.left) == ("taken_back", [])
    assert state(beamer) == before
    assert (Location.objects.count(), Device.objects.count()) == (places, devices)
    assert not Category.objects.filter(label_de="Roboter").exists()
    assert not Manufacturer.objects.filter(name="Acme").exists()
    assert School.objects.get(name="Neue Schule").closed_on
    told = Event.objects.filter(verb__in=["import.taken_in", "import.taken_back", "device.removed"])
    assert [(event.verb, event.by) for event in told.order_by("pk")] == [
        ("import.taken_in", adam),
        ("device.removed", adam),
        ("import.taken_back", adam),
    ]


def test_what_somebody_worked_with_since_stays_and_is_named(imported, adam, deich, beamers, beamer):
    brought = imported(
        "Inventarnummer;Schule;Notiz", "GAD-00417;GAD;neu", "N-1;GAD;", "N-2;GAD;", "N-3;GAD;"
    )
    edit(Device.objects.get(inventory_number="GAD-00417"), by=adam, notes="von Hand")
    edit(Device.objects.get(inventory_number="N-1"), by=adam, notes="von Hand")
    make_label(Device.objects.get(inventory_number="N-2"))
    assert take_back(brought, by=adam) == [
        "GAD-00417: Seitdem hat jemand etwas daran geändert.",
        "N-2: Seitdem ist etwas damit geschehen: Es bleibt und kann ausgemustert werden.",
        "N-1: Seitdem ist etwas damit geschehen: Es bleibt und kann ausgemustert werden.",
        "Sonstiges: wird verwendet und bleibt.",
    ]
    kept = Device.objects.values_list("inventory_number", "notes").order_by("inventory_number")
    assert list(kept) == [("GAD-00417", "von Hand"), ("N-1", "von Hand"), ("N-2", "")]


def test_what_was_retired_stays_retired_and_is_named(imported, adam, beamer):
    brought = imported("Inventarnummer;Status", "GAD-00417;ausgemustert")
    assert take_back(brought, by=adam) == [
        "GAD-00417: Das geht nicht: Der Stand ist jetzt „ausgemustert“."
    ]


def test_a_room_that_is_used_since_stays(imported, adam, deich, beamers):
    brought = imported("Inventarnummer;Schule;Raum", "N-1;GAD;Raum 7")
    make_device("X-1", beamers, deich, Location.objects.get(name="Raum 7"))
    left = take_back(brought, by=adam)
    assert [sentence.partition(":")[0] for sentence in left] == ["Raum 7", "Gymnasium am Deich"]


def test_the_corrected_table_can_be_brought_again(imported, adam, deich):
    lines = "Inventarnummer;Schule;Raum", "N-1;GAD;Raum 7"
    take_back(imported(*lines), by=adam)
    assert imported(*lines).summary["counts"]["new"] == 1


def test_only_once_and_only_by_administrators(imported, adam, tom, deich):
    brought = imported("Inventarnummer;Schule", "N-1;GAD")
    with pytest.raises(NotAllowed):
        take_back(brought, by=tom)
    take_back(brought, by=adam)
    with pytest.raises(StepRefused):
        take_back(brought, by=adam)


def test_nothing_new_comes_into_being_unconfirmed(sheet, adam, deich):
    lines = "Inventarnummer;Schule;Raum", "N-1;Gymnasium am Diech;Raum 7", "N-2;GAD;Raum 8"
    brought = bring(sheet(*lines), by=adam, name="x.csv")
    asked = [
        (new["kind"], new["name"], [n for _pk, n in new["alike"]]) for new in brought.rows["asked"]
    ]
    assert asked == [
        ("school", "Gymnasium am Diech", ["Gymnasium am Deich"]),
        ("category", "Sonstiges", []),
        ("location", "Raum 7", []),
        ("location", "Raum 8", []),
    ]
    assert not confirm(brought, by=adam)
    assert (Device.objects.count(), School.objects.count(), Location.objects.count()) == (0, 1, 0)
    names = all_new(brought) | {"school:gymnasium am diech": str(deich.pk)}
    brought.refresh_from_db()
    # The room is another one now: it is asked about at the school that was meant.
    assert not confirm(brought, by=adam, names=names)
    brought.refresh_from_db()
    assert confirm(brought, by=adam, names=all_new(brought))
    assert School.objects.count() == 1
    assert set(Device.objects.values_list("school", "location__name")) == {
        (deich.pk, "Raum 7"),
        (deich.pk, "Raum 8"),
    }


def test_rows_with_a_name_left_out_fail_and_can_be_corrected(sheet, adam, deich):
    brought = bring(sheet("Inventarnummer;Schule", "N-1;Neu", "N-2;GAD"), by=adam, name="x.csv")
    names = all_new(brought) | {"school:neu": "leave"}
    assert confirm(brought, by=adam, names=names)
    brought.refresh_from_db()
    assert [(row["number"], row["reason"]) for row in brought.failed] == [
        (2, "„Neu“ ist hier nicht bekannt und wurde ausgelassen.")
    ]
    assert School.objects.count() == 1


def test_each_change_is_shown_old_and_new(sheet, adam, beamer, room12):
    lines = (
        "Inventarnummer;Schule;Raum;Notiz;Status",
        "GAD-00417;BBS am Moor;Raum 12;wackelt;defekt",
    )
    brought = bring(sheet(*lines), by=adam, name="x.csv")
    (row,) = brought.rows["changed"]
    assert (row["number"], row["inventory_number"], row["cells"]) == (
        2,
        "GAD-00417",
        [
            ["notes", "", "wackelt"],
            [
                "place",
                "Gymnasium am Deich, Haupthaus, 2. OG, Raum 204",
                "BBS am Moor, Neubau, Raum 12",
            ],
            ["state", "in Betrieb", "in Reparatur"],
        ],
    )
    assert confirm(brought, by=adam)
    done = DeviceImport.objects.get()
    assert done.rows["changed"] == brought.rows["changed"]


def test_answers_are_kept_from_one_question_to_the_next():
    answers = Answers("", {"a": "new"}, strict=True)
    assert answers.settle("a", "A", {}) is None


def test_the_journal_leads_to_the_import_as_long_as_one_may_open_it(imported, adam, sign_in):
    brought = imported("Inventarnummer;Kategorie", "X-1;Beamer")
    second = make_person("eva", Role.ADMINISTRATOR)

    def links(person):
        lines = sign_in(person).get("/settings/journal/").context["lines"]
        return [line.url for line in lines if line.verb == "import.taken_in"]

    assert (links(adam), links(second)) == ([f"/imports/{brought.pk}/"], [""])
    assert sign_in(adam).get(links(adam)[0]).status_code == 200
    brought.delete()
    assert links(adam) == [""]
