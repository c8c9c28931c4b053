"""Built-in fields as the administrators layout them on the settings page: in the form, on the page,
in lists, filters and tables alike."""

import re

import pytest

from assets.models import Category
from itsm.fields.models import CustomField, Status
from itsm.settings_pages.forms.words import layout_forms
from tests.assets.devices.test_views_list import exported
from tests.conftest import make_device


@pytest.fixture
def laid_out(adam, sign_in):
    """`laid_out(notes={"order": 1})`: what the page says, with these changes, saved by the page."""

    def _laid_out(form="device", **changes):
        typed = {}
        for line in layout_forms(form):
            values = {name: line.initial.get(name) for name in line.fields}
            values |= changes.get(line.prefix, {})
            typed |= {
                f"{line.prefix}-{n}": v
                for n, v in values.items()
                if v is not None and v is not False
            }
        answer = sign_in(adam).post(f"/settings/fields/built-in/{form}/", typed)
        assert answer.status_code == 303

    return _laid_out


def read(client, url):
    """The page without what stands around every page."""
    page = client.get(url).content.decode()
    return page[page.index("<main") :]


def asked(client, url):
    """The names of the fields a form asks for, in their order."""
    page = read(client, url)
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)
    return [n for n in dict.fromkeys(names) if n not in ("csrfmiddlewaretoken", "key", "version")]


def test_saved_without_a_change_everything_stays_where_it_was(laid_out, sign_in, tom, beamer):
    client, pages = (
        sign_in(tom),
        (f"/devices/new/?category={beamer.category_id}", f"/devices/{beamer.pk}/edit/"),
    )
    before = [asked(client, url) for url in pages]
    laid_out()
    client = sign_in(tom)
    assert [asked(client, url) for url in pages] == before


def test_a_small_number_brings_a_field_up_in_form_and_page(laid_out, sign_in, tom, beamer):
    beamer.notes, beamer.serial_number = "Merkzettel", "SN-1"
    beamer.save()
    laid_out(notes={"order": 1})
    client = sign_in(tom)
    assert asked(client, f"/devices/new/?category={beamer.category_id}")[:3] == [
        "notes",
        "school",
        "location",
    ]
    page = client.get(f"/devices/{beamer.pk}/").content.decode()
    assert page.index("Merkzettel") < page.index("SN-1")


def test_a_new_name_stands_everywhere(laid_out, sign_in, tom, beamer):
    laid_out(
        serial_number={"label_de": "Fabriknummer"},
        location={"label_de": "Klassenzimmer"},
        model={"label_de": "Typ"},
        category={"label_de": "Geräteart"},
    )
    client = sign_in(tom)
    listed = read(client, f"/devices/?category={beamer.category_id}")
    assert all(f">{w}" in listed for w in ("Fabriknummer", "Klassenzimmer", "Typ", "Geräteart"))
    assert "Seriennummer" not in listed
    assert "Fabriknummer" in client.get(f"/devices/{beamer.pk}/").content.decode()
    assert "Fabriknummer" in client.get(f"/devices/{beamer.pk}/edit/").content.decode()
    assert {"Fabriknummer", "Klassenzimmer", "Typ"} <= set(exported(client)[0])


def test_what_is_hidden_is_gone_everywhere(laid_out, sign_in, tom, beamer):
    beamer.supplier = "Medienhaus"
    beamer.save()
    laid_out(
        serial_number={"hidden": "on"}, supplier={"hidden": "on"}, warranty_until={"hidden": "on"}
    )
    client = sign_in(tom)
    for url in ("/devices/", f"/devices/{beamer.pk}/", f"/devices/{beamer.pk}/edit/"):
        page = read(client, url)
        assert [
            w for w in ("Seriennummer", "X4AB100417L", "Medienhaus", "Garantie") if w in page
        ] == []
    table = exported(client)
    assert {"Seriennummer", "Lieferant", "Garantie bis"} & set(table[0]) == set()
    assert "X4AB100417L" not in table[1]


def test_what_must_be_filled_in_is_asked_for_and_the_rest_stays(laid_out, sign_in, tom, beamer):
    laid_out(supplier={"required": "on"})
    typed = {
        "inventory_number": "GAD-00417",
        "category": beamer.category_id,
        "version": 1,
        "notes": "bleibt",
    }
    answer = sign_in(tom).post(f"/devices/{beamer.pk}/edit/", typed)
    assert list(answer.context["form"].errors) == ["supplier"]
    assert "bleibt" in answer.content.decode()


def test_a_table_of_everything_holds_the_custom_fields_of_every_category(
    sign_in, tom, anna, beamer, deich
):
    """One column for each name, however many categories have such a field."""
    other = type(beamer.category).objects.create(label_de="Laptop")
    for category, key, label, kind in (
        (beamer.category, "hours", "Stunden", "number"),
        (other, "hours", "Stunden", "number"),
        (other, "disk", "Platte", "text"),
    ):
        CustomField.objects.create(
            owner_type="category", owner_id=category.pk, key=key, label_de=label, kind=kind
        )
    beamer.custom = {"hours": 7, "disk": "nicht gemeint"}
    beamer.save()
    make_device("GAD-2", other, deich, custom={"hours": 8, "disk": "SSD"})
    heads, *rows = exported(sign_in(tom))
    places = [heads.index("Stunden"), heads.index("Platte")]
    assert heads.count("Stunden") == 1
    assert {tuple(row[p] for p in places) for row in rows} == {("7", ""), ("8", "SSD")}
    assert "Stunden" not in exported(sign_in(anna))[0]


def test_nought_stands_on_top_of_all(laid_out, sign_in, tom, beamer):
    laid_out(notes={"order": 0})
    assert asked(sign_in(tom), f"/devices/new/?category={beamer.category_id}")[:2] == [
        "notes",
        "school",
    ]


def test_a_filter_must_never_be_filled_in(sign_in, tom, beamer):
    CustomField.objects.create(
        owner_type="category",
        owner_id=beamer.category_id,
        key="hours",
        label_de="Stunden",
        kind="number",
        required=True,
    )
    answer = sign_in(tom).get(f"/devices/?category={beamer.category_id}")
    assert (answer.context["form"].errors, len(answer.context["rows"])) == ({}, 1)


def test_a_status_is_shown_in_its_own_word_and_colour(sign_in, tom, beamer):
    own = Status.objects.create(
        kind="device", state="in_service", label_de="nur mit Adapter", tone="warning"
    )
    beamer.status = own
    beamer.save()
    client, mark = sign_in(tom), re.compile(r'<span class="tag wait">.*?nur mit Adapter</span>')
    for url in ("/devices/", f"/devices/{beamer.pk}/"):
        assert mark.search(read(client, url))


def test_a_hidden_number_stands_neither_behind_the_label_nor_among_the_spares(
    laid_out, sign_in, tom, lena, beamer, beamers, label
):
    """The tablet on the shelf stands by for the one in a case."""
    cases = Category.objects.create(label_de="Koffer", label_en="Case", is_case=True)
    case = make_device("IT-K1", cases, None, capacity=2)
    make_device("IT-T1", beamers, None, case=case, slot=1)
    make_device("IT-S1", beamers, None, state="in_storage", serial_number="SPARE-1")
    pages = [(tom, f"/q/{label.code}", "X4AB100417L"), (lena, "/cases/spares/", "SPARE-1")]

    def shown():
        return [serial in read(sign_in(person), url) for person, url, serial in pages]

    assert shown() == [True, True]
    laid_out(serial_number={"hidden": True})
    assert shown() == [False, False]
