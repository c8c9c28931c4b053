"""The administrators' fields in forms, filters and on pages; the built-in ones as they layout them."""

import pytest
from django import forms

from assets.models import Device
from itsm.fields.form_layout import apply_layout, page_words
from itsm.fields.forms import add_custom_fields, custom_filter, custom_values, filled_in
from itsm.fields.models import BuiltinField, CustomField
from tests.conftest import make_device

KINDS = {
    "serial": ("text", "SN 12", "SN 12", "SN 12"),
    "hours": ("number", "1.840,5".replace(".", ""), 1840.5, "1840,5"),
    "checked": ("date", "2026-05-04", "2026-05-04", "04.05.2026"),
    "remote": ("yes_no", "true", True, "ja"),
    "mount": ("choice", "ceiling", "ceiling", "Decke"),
    "manual": ("link", "https://example.org/a", "https://example.org/a", "https://example.org/a"),
}
MOUNTS = [{"value": "ceiling", "de": "Decke", "en": "Ceiling"}, {"value": "wall", "de": "Wand"}]


def make_field(key, kind="text", **facts):
    facts = {"owner_type": "category", "owner_id": 1, "label_de": key.capitalize(), **facts}
    return CustomField.objects.create(key=key, kind=kind, **facts)


@pytest.fixture
def fields(db):
    return [
        make_field(key, kind, order=number, choices=MOUNTS if kind == "choice" else [])
        for number, (key, (kind, *_rest)) in enumerate(KINDS.items())
    ]


class Plain(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", required=False)
    price = forms.CharField(label="Preis", required=False)
    notes = forms.CharField(label="Notizen", required=False)


def form_with(data=None, values=None):
    form = Plain(data)
    add_custom_fields(form, "category", 1, values)
    return form


def test_every_kind_is_typed_kept_and_shown(fields):
    form = form_with({f"cf_{key}": typed for key, (_kind, typed, *_rest) in KINDS.items()})
    assert form.is_valid(), form.errors
    kept = {key: value for key, (_kind, _typed, value, _shown) in KINDS.items()}
    assert custom_values(form) == kept
    assert [(fact["label"], fact["value"]) for fact in filled_in(fields, kept)] == [
        (key.capitalize(), shown) for key, (_kind, _typed, _value, shown) in KINDS.items()
    ]


def test_what_is_kept_is_offered_again(fields):
    kept = {key: value for key, (_kind, _typed, value, _shown) in KINDS.items()}
    html = str(form_with(values=kept))
    for part in (
        'value="1840,5"',
        'value="2026-05-04"',
        '<option value="true" selected>ja</option>',
        '<option value="ceiling" selected>Decke</option>',
    ):
        assert part in html


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("hours", "viele"),
        ("hours", "NaN"),
        ("checked", "gestern"),
        ("remote", "vielleicht"),
        ("mount", "floor"),
        ("manual", "javascript:alert(1)"),
        ("manual", "ftp://example.org"),
    ],
)
def test_nonsense_is_refused_in_words(key, typed, fields):
    form = form_with({f"cf_{key}": typed})
    assert list(form.errors) == [f"cf_{key}"]
    assert len(form.errors[f"cf_{key}"]) == 1


def test_a_required_field_says_its_name(db):
    make_field("hours", "number", required=True)
    form = form_with({})
    assert form.errors == {"cf_hours": ["„Hours“ wird gebraucht."]}


def test_values_of_fields_no_longer_asked_for_stay(db):
    make_field("hours", "number")
    make_field("old", retired=True)
    form = form_with({"cf_hours": ""})
    assert form.is_valid()
    assert custom_values(form, {"old": "x", "hours": 7}) == {"old": "x"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cf_serial": "sn 1"}, ["A", "B"]),
        ({"cf_serial": "SN 12"}, ["A"]),
        ({"cf_hours": "5"}, ["A"]),
        ({"cf_hours": "5,0"}, ["A"]),
        ({"cf_hours": "viele"}, []),
        ({"cf_remote": "true"}, ["A"]),
        ({"cf_remote": "false"}, ["B"]),
        ({"cf_mount": "wall"}, ["B"]),
        ({"cf_checked": "2026-05-04"}, ["A"]),
        ({"cf_serial": "", "cf_other": "x"}, ["A", "B", "C"]),
        ({"cf_serial": "%"}, []),
        ({"cf_serial": "') OR 1=1 --"}, []),
    ],
)
def test_lists_are_narrowed_by_value(asked, found, fields, beamers, deich):
    make_device(
        "A",
        beamers,
        deich,
        custom={
            "serial": "SN 12",
            "hours": 5,
            "remote": True,
            "checked": "2026-05-04",
        },
    )
    make_device("B", beamers, deich, custom={"serial": "sn 1", "remote": False, "mount": "wall"})
    make_device("C", beamers, deich)
    devices = Device.objects.filter(custom_filter(fields, asked))
    assert sorted(devices.values_list("inventory_number", flat=True)) == found


def test_a_key_that_looks_like_a_lookup_is_only_a_key(beamers, deich):
    field = make_field("a__contains", "number")
    make_device("A", beamers, deich, custom={"a__contains": 3})
    assert Device.objects.filter(custom_filter([field], {"cf_a__contains": "3"})).count() == 1


def test_built_in_fields_are_hidden_renamed_required_and_put_in_order(db):
    BuiltinField.objects.create(form="device", name="price", hidden=True)
    BuiltinField.objects.create(
        form="device", name="notes", label_de="Hinweise", label_en="Hints", required=True, order=1
    )
    BuiltinField.objects.create(form="device", name="name", order=2)
    BuiltinField.objects.create(form="device", name="elsewhere", label_de="nichts")
    form = Plain({})
    apply_layout(form, "device")
    assert [(name, field.label, field.required) for name, field in form.fields.items()] == [
        ("version", None, False),
        ("notes", "Hinweise", True),
        ("name", "Name", False),
    ]


def test_two_with_the_same_number_keep_their_usual_order(db):
    """Whoever wants a field on top gives it a 1, and does not count all the others anew."""
    for number, name in enumerate(["name", "price", "notes"], start=1):
        order = 1 if name == "notes" else number
        BuiltinField.objects.create(form="device", name=name, order=order)
    form = Plain()
    apply_layout(form, "device")
    assert list(form.fields) == ["version", "name", "notes", "price"]


def test_without_a_dress_a_form_stays_as_it_is(db):
    form = Plain()
    apply_layout(form, "device")
    assert list(form.fields) == ["version", "name", "price", "notes"]


def test_a_page_gets_all_its_words_in_one_query(fields, django_assert_num_queries):
    BuiltinField.objects.create(form="device", name="price", hidden=True)
    BuiltinField.objects.create(form="device", name="notes", label_de="Hinweise")
    BuiltinField.objects.create(form="device", name="name", required=True)
    with django_assert_num_queries(1):
        laid_out, custom = page_words("device", "category", 1)
    usual = {"price": "Preis", "notes": "Notizen", "name": "Name", "model": "Modell"}
    assert laid_out.words(usual) == usual | {"price": "", "notes": "Hinweise"}
    assert [(f.key, f.kind, f.choices) for f in custom] == [
        (f.key, f.kind, f.choices) for f in fields
    ]
