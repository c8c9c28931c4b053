from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from assets.models import Device
from itsm.journal.models import Event
from itsm.people.models import School


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "devices.csv"
    path.write_text("Asset Tag,Room,Company,User\nA-1,204,GAD,anna\n,205,GAD,otto\n")
    return path


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


SAID = [
    "New school: “GAD”",
    "New category: “Sonstiges”",
    "New place: “204”",
    "Left out, because it names people: User",
    "Line 3: There is neither a serial number nor an inventory number.",
    "1 new, 0 changed, 0 unchanged, 1 failed",
]


def test_a_trial_says_the_same_and_writes_nothing(db, table):
    said = run("import_devices", str(table), "--dry-run")
    assert said == [*SAID, "This was a trial: nothing was written."]
    assert [model.objects.count() for model in (Device, School, Event)] == [0, 0, 0]


def test_devices_come_in_and_failed_rows_go_to_a_file(db, table, tmp_path):
    assert run("import_devices", str(table), "--failed", str(tmp_path / "failed.csv")) == SAID
    assert Device.objects.get().inventory_number == "A-1"
    assert (tmp_path / "failed.csv").read_text("utf-8-sig").splitlines() == [
        '"Asset Tag";"Room";"Company";"reason"',
        '"";"205";"GAD";"There is neither a serial number nor an inventory number."',
    ]
    assert run("import_devices", str(table))[-1] == "0 new, 0 changed, 1 unchanged, 1 failed"


def test_it_is_done_in_the_name_of_an_administrator(table, adam, tom):
    run("import_devices", str(table), "--as", "adam")
    assert set(Event.objects.values_list("by__username", flat=True)) == {"adam"}
    for name in ("tom", "nobody"):
        with pytest.raises(CommandError, match="no administrator"):
            run("import_devices", str(table), "--as", name)


@pytest.mark.parametrize("command", ["import_devices", "import_schools"])
def test_a_wrong_file_is_told(db, command, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(command, str(tmp_path / "none.csv"))
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match="PDF"):
        run(command, str(tmp_path / "x.csv"))


def test_schools_come_in_twice_without_a_change(db, tmp_path):
    path = tmp_path / "schools.json"
    path.write_text('[{"name": "Gymnasium am Deich"}, {"place": "X"}]')
    assert run("import_schools", str(path)) == [
        "Line 2: The name is missing.",
        "1 new, 0 changed, 0 unchanged, 1 failed",
    ]
    assert run("import_schools", str(path))[-1] == "0 new, 0 changed, 1 unchanged, 1 failed"


def test_schools_can_be_tried_first(db, tmp_path):
    path = tmp_path / "schools.json"
    path.write_text('[{"name": "Gymnasium Probe", "type": "Gymnasium"}, {"place": "Ort"}]')
    said = ["Line 2: The name is missing.", "1 new, 0 changed, 0 unchanged, 1 failed"]
    trial = run("import_schools", str(path), "--dry-run")
    assert trial == [*said, "This was a trial: nothing was written."]
    assert [model.objects.count() for model in (School, Event)] == [0, 0]
    assert run("import_schools", str(path)) == said


def test_what_resembles_a_known_school_has_to_be_confirmed(deich, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Asset Tag,School\nA-1,Gymnasium am Diech\n")
    with pytest.raises(CommandError, match="Nothing was written"):
        run("import_devices", str(path))
    assert (School.objects.count(), Device.objects.count()) == (1, 0)
    run("import_devices", str(path), "--new")
    assert (School.objects.count(), Device.objects.count()) == (2, 1)


def test_a_list_of_one_school_names_it(deich, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Inventarnummer;Raum\nA-1;107\n")
    assert run("import_devices", str(path))[-1] == "0 new, 0 changed, 0 unchanged, 1 failed"
    with pytest.raises(CommandError, match="no school"):
        run("import_devices", str(path), "--school", "XYZ")
    assert run("import_devices", str(path), "--school", "gad")[-1].startswith("1 new")
    assert Device.objects.get().school == deich
