import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assets.imports import workflow
from assets.models import Device, DeviceImport
from itsm.people.roles import Role
from itsm.tables import read_table
from tests.conftest import make_person
from tests.files.hostile import with_part, workbook


def with_endless_number():
    """A workbook whose style names a number format of 5,000 digits, and no device."""
    styles = '<styleSheet><cellXfs><xf numFmtId="' + "9" * 5_000 + '"/></cellXfs></styleSheet>'
    return with_part(workbook(["Wort"], [1]), "xl/styles.xml", styles)


TABLE = "Inventarnummer;Raum;Schule;Benutzer\nA-1;204;GAD;Frau Sommer\n;205;GAD;Herr Winter\n"


def table(text=TABLE, name="geräte.csv"):
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def client(client, adam):
    client.force_login(adam)
    return client


def bring(client, text=TABLE, key="k1"):
    return client.post("/imports/", {"file": table(text), "key": key})


def all_new():
    """Every new name of the table is confirmed."""
    asked = DeviceImport.objects.get().rows["asked"]
    return {f"new-{place}": "new" for place, _new in enumerate(asked)}


def test_a_table_is_looked_at_then_taken_in(client, deich, adam):
    answer = bring(client)
    brought = DeviceImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/imports/{brought.pk}/")
    assert brought.summary["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "failed": 1}
    page = client.get(answer["Location"]).content.decode()
    assert "geräte.csv" in page
    assert not Device.objects.exists()
    done = client.post(f"/imports/{brought.pk}/confirm/", all_new())
    assert (done.status_code, done["Location"]) == (303, f"/imports/{brought.pk}/")
    brought.refresh_from_db()
    assert (brought.state, brought.sheet, len(brought.failed)) == ("done", {}, 1)
    assert [d.inventory_number for d in Device.objects.all()] == ["A-1"]
    assert client.get(answer["Location"]).status_code == 200


def test_names_of_people_are_never_kept(client, deich):
    bring(client)
    brought = DeviceImport.objects.get()
    kept = str([brought.sheet, brought.summary, brought.failed])
    assert "Sommer" not in kept
    assert "Winter" not in kept
    assert brought.summary["people"] == ["Benutzer"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_rows_that_failed_come_back_with_the_reason_and_can_be_brought_again(client, deich, format):
    bring(client, TABLE + ";206;=cmd();x\n")
    answer = client.get(reverse("imports:failed", args=[DeviceImport.objects.get().pk, format]))
    back = read_table(io.BytesIO(answer.getvalue()))
    assert back.headers[:3] == ["Inventarnummer", "Raum", "Schule"]
    rows = [list(row.cells.values())[:3] for row in back.rows]
    assert rows == [["", "205", "GAD"], ["", "206", "=cmd()"]]


def test_another_format_is_not_understood(client, deich):
    bring(client)
    pk = DeviceImport.objects.get().pk
    assert client.get(f"/imports/{pk}/failed.exe").status_code == 400


def test_two_clicks_do_it_once(client, deich):
    assert bring(client)["Location"] == bring(client)["Location"]
    pk = DeviceImport.objects.get().pk
    assert client.post(f"/imports/{pk}/confirm/", all_new()).status_code == 303
    assert client.post(f"/imports/{pk}/confirm/").status_code == 409
    assert Device.objects.count() == 1


def test_another_table_with_the_same_key_is_another_import(client, deich):
    bring(client)
    bring(client, TABLE.replace("A-1", "A-2"))
    brought = DeviceImport.objects.get()
    assert brought.sheet["rows"][0][1][0] == "A-2"


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("leer.csv", b""),
        SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
        SimpleUploadedFile("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        SimpleUploadedFile("personen.csv", b"Vorname;Nachname\nA;B"),
        SimpleUploadedFile("kaputt.xlsx", b"PK\x03\x04" + b"0" * 200),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(client, file):
    answer = client.post("/imports/", {"file": file, "key": "k"} if file else {"key": "k"})
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert not DeviceImport.objects.exists()


def test_a_file_that_is_too_large_is_refused_politely(client, monkeypatch):
    monkeypatch.setattr("assets.imports.forms.MOST_BYTES", 1000)
    answer = client.post("/imports/", {"file": SimpleUploadedFile("x.csv", b"a;b\n" * 1000)})
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert not DeviceImport.objects.exists()


def test_the_import_of_somebody_else_is_not_there(client, deich):
    bring(client)
    pk = DeviceImport.objects.get().pk
    client.force_login(make_person("ada", Role.ADMINISTRATOR))
    urls = [f"/imports/{pk}/", f"/imports/{pk}/failed.csv"]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert client.post(f"/imports/{pk}/confirm/").status_code == 404
    assert not Device.objects.exists()


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "tom", "lena", "nora", "ida"])
def test_only_administrators_import(client, deich, name, request):
    bring(client)
    pk = DeviceImport.objects.get().pk
    client.force_login(request.getfixturevalue(name))
    assert client.get("/imports/").status_code == 403
    assert bring(client).status_code == 403
    assert client.get(f"/imports/{pk}/").status_code in (403, 404)
    assert client.post(f"/imports/{pk}/confirm/").status_code in (403, 404)
    assert not Device.objects.exists()


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_long_list_of_failures_asks_no_more(client, deich):
    bring(client)
    one = queries(client, f"/imports/{DeviceImport.objects.get().pk}/")
    bring(client, TABLE + ";x;GAD;x\n" * 300, key="k2")
    many = queries(client, f"/imports/{DeviceImport.objects.get().pk}/")
    assert one == many <= 12


def test_what_nobody_decided_on_is_forgotten(client, deich, adam):
    bring(client)
    workflow.forget_old()
    assert DeviceImport.objects.count() == 1
    DeviceImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    workflow.forget_old()
    assert not DeviceImport.objects.exists()


def test_an_import_that_broke_off_can_be_taken_up_again(client, deich, adam):
    bring(client)
    brought = DeviceImport.objects.get()
    now = timezone.now()
    DeviceImport.objects.update(state="running", started_at=now)
    assert client.post(f"/imports/{brought.pk}/confirm/").status_code == 409
    names = {new["key"]: "new" for new in brought.rows["asked"]}
    said = {"list_of": "", "names": names}
    DeviceImport.objects.update(started_at=now - timedelta(minutes=11), answers=said)
    assert client.post(f"/imports/{brought.pk}/confirm/").status_code == 303
    assert Device.objects.count() == 1


def test_names_that_are_new_are_asked_for_one_by_one(client, deich):
    bring(client, "Inventarnummer;Schule;Raum\nA-1;Gymnasium am Diech;204\n")
    page = client.get(f"/imports/{DeviceImport.objects.get().pk}/").content.decode()
    assert "Neue Schule: „Gymnasium am Diech“" in page
    assert "Meinten Sie Gymnasium am Deich?" in page
    answer = client.post(f"/imports/{DeviceImport.objects.get().pk}/confirm/")
    assert answer.status_code == 422
    assert "Bitte sagen Sie, ob das wirklich neu ist." in answer.content.decode()
    assert DeviceImport.objects.get().state == "checked"


def test_after_it_is_in_its_devices_are_at_hand_and_it_can_be_taken_back(client, deich, beamer):
    bring(client, "Inventarnummer;Schule;Notiz\nA-1;GAD;\nA-2;GAD;\nGAD-00417;GAD;neu\n")
    pk = DeviceImport.objects.get().pk
    client.post(f"/imports/{pk}/confirm/", all_new())
    page = client.get(f"/imports/{pk}/").content.decode()
    assert f"/devices/?imported={pk}&amp;state=all" in page
    assert "<del>–</del> → <ins>neu</ins>" in page
    shown = client.get(f"/devices/?imported={pk}&state=all").context["rows"]
    assert [row["number"] for row in shown] == ["A-1", "A-2"]
    assert client.get(f"/labels/print/?imported={pk}").status_code == 200
    assert client.get(f"/imports/{pk}/take_back/").status_code == 200
    done = client.post(f"/imports/{pk}/take_back/")
    assert (done.status_code, done["Location"]) == (303, f"/imports/{pk}/")
    assert list(Device.objects.values_list("inventory_number", "notes")) == [("GAD-00417", "")]
    assert "Zurückgenommen am" in client.get(f"/imports/{pk}/").content.decode()


def test_anothers_import_filters_nothing_out_of_the_house(client, deich, beamer, lena):
    bring(client, "Inventarnummer;Schule\nA-1;GAD\n")
    pk = DeviceImport.objects.get().pk
    client.post(f"/imports/{pk}/confirm/", all_new())
    client.force_login(lena)
    assert client.get(f"/devices/?imported={pk}&state=all").context["rows"] == []


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_sample_is_understood(client, deich, beamers, epson, format):
    answer = client.get(f"/imports/sample.{format}")
    data = answer.getvalue()
    file = SimpleUploadedFile(f"muster.{format}", data)
    client.post("/imports/", {"file": file, "key": "k9"})
    brought = DeviceImport.objects.get()
    assert brought.summary["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "failed": 0}
    assert (brought.summary["unused"], brought.summary["people"]) == ([], [])


def test_a_list_of_one_school_is_brought_with_its_name(client, deich):
    file = table("Inventarnummer;Raum\nA-1;107\n")
    client.post("/imports/", {"file": file, "key": "k1", "list_of": deich.pk})
    brought = DeviceImport.objects.get()
    client.post(f"/imports/{brought.pk}/confirm/", all_new())
    device = Device.objects.get()
    assert (device.school, device.location.parent.name) == (deich, "Gymnasium am Deich")


@pytest.mark.parametrize("keep", ["", "on"])
def test_what_nobody_understands_is_named_and_kept_if_somebody_wants_it(
    client, deich, beamers, keep
):
    text = "Inventarnummer;Schule;Kategorie;Farbe\nA-1;GAD;Beamer;rot\n;GAD;Beamer;blau\n"
    client.post("/imports/", {"file": table(text), "key": "k", "keep_rest": keep})
    brought = DeviceImport.objects.get()
    page = client.get(f"/imports/{brought.pk}/").content.decode()
    assert ("Farbe (2)" in page, "In den Notizen behalten: Farbe." in page) == (
        not keep,
        bool(keep),
    )
    answer = client.get(reverse("imports:failed", args=[brought.pk, "csv"]))
    back = read_table(io.BytesIO(answer.getvalue()))
    assert ("Farbe" in back.headers) == bool(keep)
    client.post(f"/imports/{brought.pk}/confirm/")
    assert Device.objects.get().notes == ("Farbe: rot" if keep else "")


def test_what_is_taken_otherwise_than_written_is_said_beforehand(client, deich):
    text = "Liste;;\nInventarnummer;Schule;Kaufdatum\nA-1;GAD;2020\nSumme;;\n"
    client.post("/imports/", {"file": table(text), "key": "k"})
    page = client.get(f"/imports/{DeviceImport.objects.get().pk}/").content.decode()
    for words in (
        "Über den Überschriften, ausgelassen: „Liste“.",
        "Summen in Zeile 4",
        "„2020“ gilt als 01.01.2020. (Zeile 3)",
    ):
        assert words in page
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("schulen.csv", b"Schulname;PLZ;Ort\nA-Schule;49716;Meppen"),
        SimpleUploadedFile("ding.csv", b"Nummer;Ding;Raumnr;Serie\n1;Beamer;204;X"),
        SimpleUploadedFile("tief.xlsx", with_endless_number()),
    ],
    ids=["schools", "strange words", "a style with an endless number"],
)
def test_what_is_no_list_of_devices_is_told_where_it_belongs(client, file):
    answer = client.post("/imports/", {"file": file, "key": "k"})
    assert answer.status_code == 200
    assert not DeviceImport.objects.exists()
    assert len(answer.context["form"].errors["file"]) == 1
