"""Categories, models and the words administrators gave."""

from assets.models import FaultTile, FundingSource
from itsm.fields.models import CustomField, Status


def results(client, path):
    return client.get(f"/api/v1/{path}").json()["results"]


def test_categories_carry_tiles_and_hints(api, anna, no_picture):
    FaultTile.objects.create(category=no_picture.category, label_de="alt", retired=True)
    row = results(api(anna), "categories/")[0]
    assert (row["label"], row["label_en"], row["is_case"]) == ("Beamer", "Projector", False)
    assert [tile["label"] for tile in row["tiles"]] == ["kein Bild", "kein Ton"]
    assert [hint["text"] for hint in row["tiles"][0]["hints"]] == [
        "Quelle am Beamer: HDMI 1",
        "Kabel an beiden Enden fest?",
    ]


def test_words_come_in_the_language_asked_for(api, anna, beamers):
    row = api(anna).get("/api/v1/categories/", HTTP_ACCEPT_LANGUAGE="en").json()["results"][0]
    assert row["label"] == "Projector"


def test_tiles_for_any_room_have_no_category(api, anna, beamers):
    FaultTile.objects.create(label_de="Licht flackert")
    assert [row["category"] for row in results(api(anna), "tiles/?search=Licht")] == [None]
    assert len(results(api(anna), f"tiles/?category={beamers.pk}")) == 2


def test_models_are_found_by_maker_and_category(api, anna, epson):
    row = results(api(anna), f"models/?search=epson&category={epson.category_id}")[0]
    assert (row["name"], row["manufacturer_name"], row["category_name"]) == (
        "EB-992F",
        "Epson",
        "Beamer",
    )
    assert results(api(anna), "manufacturers/") == [{"id": epson.manufacturer_id, "name": "Epson"}]


def test_where_money_came_from_is_for_those_who_see_prices(api, anna, vera, hanna, tom, lena):
    FundingSource.objects.create(name="DigitalPakt", binding_years=5)
    counts = [len(results(api(p), "funding_sources/")) for p in (anna, vera, hanna, tom, lena)]
    assert counts == [0, 0, 1, 1, 1]


def test_statuses_and_fields_say_what_may_be_sent(api, vera, beamers):
    Status.objects.create(kind="ticket", state="waiting", label_de="wartet auf Teil")
    Status.objects.create(kind="device", state="in_storage", label_de="Keller")
    lamp = {"owner_type": "category", "owner_id": beamers.pk, "key": "lamp", "kind": "choice"}
    CustomField.objects.create(
        **lamp, label_de="Lampe", choices=[{"value": "a", "de": "Typ A", "en": "type A"}]
    )
    CustomField.objects.create(owner_type="ticket", key="rma", kind="text", label_de="RMA")
    assert [row["state"] for row in results(api(vera), "statuses/?kind=ticket")] == ["waiting"]
    rows = results(api(vera), "fields/")
    assert [(row["category"], row["key"]) for row in rows] == [(beamers.pk, "lamp"), (None, "rma")]
    found = results(api(vera), f"fields/?category={beamers.pk}")
    assert [row["choices"] for row in found] == [[{"value": "a", "de": "Typ A", "en": "type A"}]]
    assert len(results(api(vera), "fields/?owner_type=ticket&search=rma")) == 1


def test_the_catalogue_is_read_only_here(api, adam, epson):
    for kind in ("categories", "models", "statuses", "fields"):
        assert api(adam).post(f"/api/v1/{kind}/", {"name": "x"}, format="json").status_code == 405
