"""Loan managers adapt lending without programming, and nobody else does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assets.models import AccessoryKind, Category
from itsm.journal.models import Event
from loans.models import CatalogueEntry, CataloguePhoto, Condition, Stage

pytestmark = pytest.mark.django_db
URL = "/loans/settings/"
PAGES = [
    "",
    "conditions/",
    "conditions/new/",
    "stages/",
    "stages/new/",
    "accessories/",
    "accessories/new/",
    "catalogue/",
]


@pytest.mark.parametrize(
    ("name", "status"),
    [("lena", 200), ("adam", 200), ("tom", 403), ("hanna", 403), ("vera", 403), ("anna", 403)],
)
def test_who_opens_them(request, name, status, sign_in):
    client = sign_in(request.getfixturevalue(name))
    assert {client.get(URL + page).status_code for page in PAGES} == {status}


def test_a_condition_is_added_once_changed_and_moved(sign_in, lena):
    client = sign_in(lena)
    body = {
        "label_de": "WLAN",
        "proof": "text",
        "checker": "authority",
        "order": 0,
    }
    for _n in range(2):
        assert client.post(f"{URL}conditions/new/", body | {"once_key": "k"}).status_code == 303
    wlan = Condition.objects.get()
    plan = Condition.objects.create(label_de="Plan", order=1)
    changed = body | {"label_de": "WLAN im Raum", "retired": "on"}
    assert client.post(f"{URL}conditions/{wlan.pk}/", changed).status_code == 303
    assert client.post(f"{URL}conditions/{plan.pk}/move/", {"way": "up"}).status_code == 303
    assert [str(c) for c in Condition.objects.all()] == ["Plan", "WLAN im Raum"]
    told = Event.objects.filter(verb="setting.changed").order_by("pk")
    assert [event.details["what"] for event in told] == ["condition"] * 3


def test_a_stage_and_an_accessory(sign_in, lena):
    client = sign_in(lena)
    stage = {"label_de": "Leitung", "role": "administrator", "order": 0}
    assert client.post(f"{URL}stages/new/", stage).status_code == 303
    pencil = {"label_de": "Stift", "icon": "edit", "value": "99.00", "order": 0}
    answer = client.post(f"{URL}accessories/new/", pencil | {"icon": "tablet"})
    assert answer.status_code == 303
    assert (Stage.objects.get().role, AccessoryKind.objects.get().icon) == (
        "administrator",
        "tablet",
    )


def test_the_catalogue_gets_a_text_and_photos_that_schools_see(
    sign_in, lena, hanna, anna, tmp_path
):
    kind = Category.objects.create(label_de="Tablet-Koffer", is_case=True)
    picture = tmp_path / "koffer.png"
    Image.new("RGB", (40, 30), "blue").save(picture)
    client = sign_in(lena)
    file = SimpleUploadedFile("koffer.png", picture.read_bytes())
    body = {"text_de": "16 Tablets für eine Klasse", "text_en": "", "pictures": file}
    assert client.post(f"{URL}catalogue/{kind.pk}/", body).status_code == 303
    photo = CataloguePhoto.objects.get()
    assert CatalogueEntry.objects.get().text == "16 Tablets für eine Klasse"
    shown = f"/loans/catalogue/photos/{photo.pk}/"
    answer = sign_in(hanna).get(shown)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    answer.close()
    assert sign_in(anna).get(shown).status_code == 403
    wrong = {"text_de": "x", "pictures": SimpleUploadedFile("a.txt", b"kein Bild")}
    answer = sign_in(lena).post(f"{URL}catalogue/{kind.pk}/", wrong)
    assert list(answer.context["form"].errors) == ["pictures"]
    assert sign_in(lena).post(f"{URL}catalogue/photos/{photo.pk}/remove/").status_code == 303
    assert CataloguePhoto.objects.count() == 0
