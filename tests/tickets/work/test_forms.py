"""One small form a step: what it offers, and what it says to odd answers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from assets.models import FaultTile
from itsm.fields.models import BuiltinField, CustomField, Status
from tests.conftest import make_device, make_place
from tests.tickets.conftest import again
from tickets import rules, workflow
from tickets.reporting.about import About
from tickets.reporting.forms.signed_in import NewForm
from tickets.routing import able_people
from tickets.work.forms import steps as forms
from tickets.work.forms.comments import CommentForm
from tickets.work.forms.steps import standing_of


def picture(name="foto.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def step(form, ticket, user, data=None, files=None):
    return form(data, files, ticket=ticket, user=user)


EVERYBODY = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("case", [False, True])
def test_it_is_offered_to_exactly_those_who_can_be_given_it(request, level, case, ticket, beamers):
    people = [request.getfixturevalue(name) for name in EVERYBODY]
    beamers.is_case = case
    beamers.save()
    ticket = again(ticket)
    ticket.level = level
    able = {p.username for p in people if rules.can_be_given(p, ticket)}
    assert {p.username for p in able_people(ticket)} == able


def test_whoever_has_it_is_not_offered_again(ticket, vera, tom, adam):
    workflow.take_over(ticket, by=vera)
    offered = step(forms.AssignForm, ticket, tom).fields["to"].queryset
    assert {p.username for p in offered} == {"tom", "adam"}


def test_who_has_left_is_not_offered(ticket, vera, tom):
    vera.is_active = False
    vera.save()
    assert set(step(forms.AssignForm, ticket, tom).fields["to"].queryset) == {tom}


def test_waiting_for_a_date_needs_one(ticket, vera):
    form = step(forms.WaitForm, ticket, vera, {"waiting_for": "date"})
    assert set(form.errors) == {"until"}
    assert step(forms.WaitForm, ticket, vera, {"waiting_for": "part"}).is_valid()


def test_statuses_are_offered_as_far_as_the_role_may_set_them(ticket, vera, tom):
    seen = Status.objects.create(kind="ticket", state="new", label_de="gesichtet")
    theirs = Status.objects.create(
        kind="ticket", state="new", label_de="beim Hersteller", roles=["technician"]
    )
    Status.objects.create(kind="ticket", state="new", label_de="alt", retired=True)
    Status.objects.create(kind="ticket", state="waiting", label_de="wartet auf Teil")
    offered = {
        person.username: set(step(forms.EditForm, ticket, person).fields["status"].queryset)
        for person in (vera, tom)
    }
    assert offered == {"vera": {seen}, "tom": {seen, theirs}}


def test_without_own_words_there_is_no_such_field(ticket, vera):
    assert "status" not in step(forms.EditForm, ticket, vera).fields


def test_rooms_of_other_schools_are_not_offered(ticket, tom, room204, room12, haupthaus, deich):
    shut = make_place("Abgerissen", "room", haupthaus, deich)
    shut.closed = True
    shut.save()
    offered = set(step(forms.EditForm, ticket, tom).fields["location"].queryset)
    assert room204 in offered
    assert offered & {room12, shut} == set()


def test_the_edit_form_is_dressed_and_has_custom_fields(ticket, tom):
    CustomField.objects.create(
        owner_type="ticket", key="seats", kind="number", label_de="Plätze", required=True
    )
    BuiltinField.objects.create(form="ticket", name="description", hidden=True)
    BuiltinField.objects.create(form="ticket", name="title", label_de="Betreff")
    form = step(forms.EditForm, ticket, tom, {"title": "Neu", "kind": "fault", "cf_seats": "x"})
    assert "description" not in form.fields
    assert form.fields["title"].label == "Betreff"
    assert set(form.errors) == {"cf_seats"}
    data = {"title": "Neu", "kind": "fault", "location": "", "cf_seats": "28"}
    form = step(forms.EditForm, ticket, tom, data)
    assert form.is_valid()
    assert form.changes() == {
        "title": "Neu",
        "kind": "fault",
        "location": None,
        "custom": {"seats": 28},
    }


def test_devices_of_the_room_those_linked_and_one_by_its_number(
    ticket, vera, beamer, beamers, deich, room204, haupthaus, foreign_beamer
):
    here = make_device("GAD-00418", beamers, deich, room204)
    gone = make_device("GAD-00419", beamers, deich, room204, state="retired")
    there = make_device("GAD-00420", beamers, deich, haupthaus)
    form = step(forms.DevicesForm, ticket, vera)
    assert set(form.fields["devices"].queryset) == {beamer, here}
    assert gone not in form.fields["devices"].queryset
    form = step(forms.DevicesForm, ticket, vera, {"devices": [here.pk], "number": "gad-00420"})
    assert form.is_valid()
    assert form.chosen() == [here, there]
    for odd in ({"number": "BAM-00001"}, {"devices": [foreign_beamer.pk]}, {"number": "?"}):
        assert not step(forms.DevicesForm, ticket, vera, odd).is_valid()


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("anna", ["reporter"]),
        ("vera", ["reporter", "school"]),
        ("hanna", ["reporter", "school"]),
        ("tom", ["reporter", "school", "authority"]),
    ],
)
def test_one_chooses_only_readers_one_belongs_to(request, name, may, ticket):
    form = step(CommentForm, ticket, request.getfixturevalue(name))
    assert [str(value) for value, _words in form.fields["visibility"].choices] == may
    odd = {"text": "x", "visibility": "authority"}
    refused = not step(CommentForm, ticket, request.getfixturevalue(name), odd).is_valid()
    assert refused == ("authority" not in may)


def test_a_comment_is_words_or_a_photo(ticket, vera):
    data = {"visibility": "reporter"}
    assert set(step(CommentForm, ticket, vera, data).errors) == {"text"}
    files = MultiValueDict({"files": [picture("a.jpg"), picture("b.jpg")]})
    form = step(CommentForm, ticket, vera, data, files)
    assert form.is_valid(), form.errors
    assert [f.name for f in form.cleaned_data["files"]] == ["a.jpg", "b.jpg"]


def test_files_are_looked_into(ticket, vera):
    data = {"text": "Bild", "visibility": "reporter"}
    page = SimpleUploadedFile("foto.jpg", b"<html><script>alert(1)</script>")
    six = [picture(f"{n}.jpg") for n in range(6)]
    for wrong in ([page], six):
        form = step(CommentForm, ticket, vera, data, MultiValueDict({"files": wrong}))
        assert set(form.errors) == {"files"}


def test_a_form_knows_when_the_ticket_was_moved_meanwhile(ticket, vera, tom):
    seen = standing_of(ticket)
    assert seen == "new.1.0"
    workflow.take_over(ticket, by=vera)
    form = step(forms.SolveForm, ticket, tom, {"seen": seen, "solution": "Kabel"})
    assert form.is_valid()
    assert form.changed_meanwhile()
    form.refuse("Vera hat es.")
    assert form["solution"].value() == "Kabel"
    assert form["seen"].value() == standing_of(ticket)
    assert not step(forms.SolveForm, ticket, tom, {"solution": "x"}).data.get("seen")


def new(user, about, data=None):
    return NewForm(data, user=user, about=about)


def test_a_new_report_needs_a_tile_or_a_word(anna, deich, beamer, no_picture):
    about = About(devices=[beamer], school=deich)
    assert set(new(anna, about, {}).errors) == {"tile"}
    for enough in ({"tile": no_picture.pk}, {"title": "dunkel"}, {"description": "dunkel"}):
        assert new(anna, about, enough).is_valid()


def test_the_tiles_are_those_of_the_kind(anna, deich, beamer, room204, no_picture, printers):
    jam = FaultTile.objects.create(category=printers, label_de="Papierstau")
    dark = FaultTile.objects.create(label_de="Strom weg")
    about_device = new(anna, About(devices=[beamer], school=deich))
    assert no_picture in about_device.fields["tile"].queryset
    assert jam not in about_device.fields["tile"].queryset
    about_room = new(anna, About(location=room204, school=deich))
    assert list(about_room.fields["tile"].queryset) == [dark]
    assert not new(anna, About(location=room204, school=deich), {"tile": jam.pk}).is_valid()


def test_the_school_is_asked_only_where_it_is_not_settled(anna, tom, deich, moor, beamer):
    assert "school" not in new(anna, About(devices=[beamer], school=deich)).fields
    assert "school" not in new(anna, About(plain=True, school=deich, schools=[deich])).fields
    asked = new(tom, About(plain=True, schools=[deich, moor]))
    assert set(asked.fields["school"].queryset) == {deich, moor}
    assert not asked.fields["school"].required


def test_custom_fields_of_tickets_are_asked(anna, deich, beamer, no_picture):
    CustomField.objects.create(
        owner_type="ticket", key="lesson", kind="text", label_de="Stunde", required=True
    )
    about = About(devices=[beamer], school=deich)
    assert set(new(anna, about, {"tile": no_picture.pk}).errors) == {"cf_lesson"}
    form = new(anna, about, {"tile": no_picture.pk, "cf_lesson": "3."})
    assert form.is_valid()
    assert form.told() == {
        "title": "",
        "description": "",
        "tile": no_picture,
        "school": deich,
        "custom": {"lesson": "3."},
        "files": [],
        "anew": False,
    }
