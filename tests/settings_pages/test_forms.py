"""Saving by the pages themselves: it works, it is told, and bad input keeps what was typed."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assets.models import DeviceModel
from itsm.fields.models import BuiltinField, CustomField
from itsm.journal.models import Event
from itsm.people.models import Authority, School, SchoolKind
from itsm.settings_pages.forms.words import key_of, read_choices, write_choices
from itsm.settings_pages.parts import adaptable
from itsm.web.colours import contrast_in_words, contrast_on_white
from tests.settings_pages.sending import send


def picture(kind="PNG", mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, (40, 20), (0, 90, 160, 0)).save(out, kind)
    return out.getvalue()


def test_a_name_given_twice_is_said_and_what_was_typed_stays(client_of, beamers, epson, deich):
    status, page = send(
        client_of, "/settings/categories/new/", label_de="Beamer", icon="bolt", order=77
    )
    assert (status, 'value="77"' in page, 'value="Beamer"' in page) == (200, True, True)
    typed = {"manufacturer": epson.manufacturer_id, "name": "EB-992F", "category": beamers.pk}
    assert send(client_of, "/settings/models/new/", **typed)[0] == 200
    assert send(client_of, "/settings/schools/new/", name="Neu", short_name="GAD")[0] == 200
    assert send(client_of, "/settings/manufacturers/new/", name="Epson")[0] == 200
    assert (DeviceModel.objects.count(), School.objects.count()) == (1, 1)


def test_a_school_is_edited_and_searched(client_of, deich, moor):
    typed = {"name": "Gymnasium am Deich", "short_name": "GAD", "place": "Norden"}
    assert send(client_of, f"/settings/schools/{deich.pk}/", **typed)[0] == 303
    assert Event.objects.get().details["changes"]["place"] == ["", "Norden"]
    page = client_of.get("/settings/schools/?q=norden&kind=x").content.decode()
    assert ("Gymnasium am Deich" in page, "BBS am Moor" in page) == (True, False)
    assert client_of.post(f"/settings/schools/{deich.pk}/close/").status_code == 303
    assert client_of.post(f"/settings/schools/{deich.pk}/close/").status_code == 409


def kinds(*rows, known=0):
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": known}
    for n, row in enumerate(rows):
        data |= {f"form-{n}-{name}": value for name, value in row.items()}
    return data


def test_kinds_of_schools_are_changed_on_the_spot(client_of, deich):
    kind = SchoolKind.objects.get()
    rows = kinds({"id": kind.pk, "name": "Gymnasien"}, {"name": "Oberschule"}, known=1)
    assert client_of.post("/settings/schools/kinds/", rows).status_code == 303
    assert list(SchoolKind.objects.values_list("name", flat=True)) == ["Gymnasien", "Oberschule"]
    rows = kinds({"id": kind.pk, "name": "Gymnasien", "DELETE": "on"}, known=1)
    assert client_of.post("/settings/schools/kinds/", rows).status_code == 200
    assert SchoolKind.objects.count() == 2


def test_a_field_makes_its_own_key_and_a_choice_needs_choices(client_of, beamers):
    url = f"/settings/fields/category/{beamers.pk}/new/"
    typed = {"label_de": "Anschluss (Größe)", "kind": "choice", "order": 0}
    status, page = send(client_of, url, **typed)
    assert (status, "Anschluss (Größe)" in page) == (200, True)
    assert send(client_of, url, **typed, choices="hdmi = HDMI | HDMI\nVGA")[0] == 303
    assert send(client_of, url, **typed, choices="VGA")[0] == 200
    field = CustomField.objects.get()
    assert (field.key, field.choices) == (
        "anschluss_groesse",
        [{"value": "hdmi", "de": "HDMI", "en": "HDMI"}, {"value": "VGA", "de": "VGA", "en": ""}],
    )
    assert send(client_of, url, label_de="x", kind="text", key="Groß!", order=0)[0] == 200


def test_keys_and_choices_read_as_people_write_them():
    assert [key_of(x) for x in ("WLAN-MAC", "2. Netz", "ä")] == ["wlan_mac", "f_2_netz", "ae"]
    text = "ssd = Festplatte | Disk\nWort | word\nnur"
    assert write_choices(read_choices(text)) == text
    assert write_choices(read_choices(" \n a \n=\n")) == "a\n"


def test_built_in_fields_are_dressed_and_a_hidden_one_is_not_asked_for(client_of):
    url = "/settings/fields/built-in/ticket/"
    names = ("title", "description", "devices", "location", "kind")
    typed = {f"{name}-order": n for n, name in enumerate(names)}
    assert send(client_of, url, **{**typed, "kind-hidden": "on", "kind-required": "on"})[0] == 200
    typed |= {"kind-hidden": "on", "title-label_de": "Anliegen", "title-hidden": "on"}
    assert send(client_of, url, **typed)[0] == 303
    rows = BuiltinField.objects.filter(hidden=True).values_list("name", flat=True)
    assert list(rows) == ["kind"]
    assert BuiltinField.objects.get(name="title").label_de == "Anliegen"


LOOK = {"name": "Schul-IT", "label_text": "Defekt?", "accent": "#006699"}


def test_the_look_reaches_everybody(client_of, client, db):
    logo = SimpleUploadedFile("logo.png", picture())
    answer = client_of.post("/settings/look/", {**LOOK, "own_colour": "on", "logo": logo})
    assert (answer.status_code, Authority.get().accent) == (303, "#006699")
    assert client_of.get("/settings/look/").status_code == 200
    first = Authority.get().logo
    logo = SimpleUploadedFile("logo.png", picture("JPEG", "RGB"))
    client_of.post("/settings/look/", {**LOOK, "logo": logo})
    assert Authority.get().accent == ""
    client_of.post("/settings/look/", {**LOOK, "remove_logo": "on"})
    assert (bool(Authority.get().logo), bool(first)) == (False, True)


def test_a_logo_that_is_no_picture_and_a_colour_that_is_none(client_of):
    logo = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")
    typed = {**LOOK, "own_colour": "on", "accent": "red;}x", "logo": logo, "owner": "Kreis"}
    answer = client_of.post("/settings/look/", typed)
    assert (answer.status_code, b'value="Kreis"' in answer.content) == (200, True)
    assert not Authority.objects.exists()


def test_contrast_is_told_in_words():
    assert [round(contrast_on_white(c), 1) for c in ("#000000", "#ffffff")] == [21.0, 1.0]
    words = [contrast_in_words(c)[:12] for c in ("#000000", "#006699", "#e2a100", "")]
    assert len(set(words)) == 4


def test_what_was_set_is_on_the_device_form_at_once(client_of, beamer):
    new = f"/settings/fields/category/{beamer.category_id}/new/"
    assert send(client_of, new, label_de="Lampenstunden", kind="number", order=0)[0] == 303
    client_of.post(
        "/settings/fields/built-in/device/",
        {
            **{f"{name}-order": n for n, name in enumerate(adaptable()["device"].fields)},
            "supplier-hidden": "on",
            "order_number-label_de": "Auftrag der Beschaffung",
        },
    )
    page = client_of.get(f"/devices/{beamer.pk}/edit/").content.decode()
    seen = [word in page for word in ("Lampenstunden", "Auftrag der Beschaffung", "supplier")]
    assert seen == [True, True, False]
