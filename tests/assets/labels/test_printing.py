"""From a list to the sheet: what is printed, for whom, and that it leads back to the device."""

import re
from time import process_time
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.labels.formats import FORMATS
from assets.labels.printing import devices_to_label, rooms_to_label
from assets.models import Category, Device, Label, LabelAdjustment, Location
from itsm.journal.models import Event
from itsm.people.models import Authority
from tests.assets.labels import printed
from tests.conftest import make_device, make_label

PRINT = "/labels/print/"
CHOSEN = {"format": "az-3475", "start": "1", "copies": "1"}
LARGE = FORMATS["az-3475"]


def words(pdf):
    """All that stands on the sheets, for people."""
    return "\n".join(line for page in printed.texts(pdf) for line in page)


def owners():
    """What has a valid label, and whether that was printed."""
    labels = Label.objects.valid().with_names().order_by("pk")
    return {str(label.owner and label.owner.pk): bool(label.printed_at) for label in labels}


@pytest.fixture
def laptop(deich, room204):
    laptops = Category.objects.create(label_de="Laptop", label_en="Laptop", icon="laptop")
    return make_device("GAD-00500", laptops, deich, room204)


def test_from_the_filtered_list_to_the_device_by_way_of_paper(
    sign_in, tom, beamer, laptop, foreign_beamer, room204
):
    browser = sign_in(tom)
    query = f"?category={beamer.category_id}&location={room204.pk}"
    assert "GAD-00417" in browser.get(f"/devices/{query}").content.decode()

    answer = browser.post(f"{PRINT}{query}", CHOSEN)

    name = f'attachment; filename="{_("labels")}-{timezone.localdate():%Y-%m-%d}.pdf"'
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].lower() == name.lower()
    [page] = printed.pictures(answer.content)
    [address] = printed.decoded(printed.cut(page, LARGE, 1))
    browser.logout()
    seen = browser.get(urlsplit(address).path).content.decode()
    assert "Beamer" in seen
    assert "Raum 204" in seen
    assert owners() == {str(beamer.pk): True}


def test_a_label_says_number_room_hint_and_phone(sign_in, tom, beamer, room204):
    Authority.objects.update_or_create(
        pk=1, defaults={"label_text": "Kaputt? Hier!", "phone": "05931 44-1234"}
    )
    browser = sign_in(tom)

    device = browser.post(f"{PRINT}?items={beamer.pk}", CHOSEN).content
    room = browser.post(f"{PRINT}?what=rooms&items={room204.pk}", CHOSEN).content

    for line in ("GAD-00417", "Raum 204", "Kaputt? Hier!", "05931 44-1234"):
        assert line in words(device)
    assert "2. OG" in words(room).replace("\n", " ")


def test_a_device_without_a_room_names_its_school(sign_in, tom, beamer):
    Device.objects.update(location=None)

    pdf = sign_in(tom).post(f"{PRINT}?items={beamer.pk}", CHOSEN).content

    assert "GAD\n" in f"{words(pdf)}\n"


def test_all_rooms_below_a_place(sign_in, vera, haupthaus, room204, room12):
    answer = sign_in(vera).get(f"{PRINT}?what=rooms&location={haupthaus.pk}")
    assert "1 Raum" in answer.content.decode() or "1 room" in answer.content.decode()
    pdf = sign_in(vera).post(f"{PRINT}?what=rooms&location={haupthaus.pk}", CHOSEN)

    assert pdf["Content-Type"] == "application/pdf"
    assert [label.location for label in Label.objects.all()] == [room204]


def test_all_rooms_of_a_school(sign_in, tom, deich, beamer, room204, room12):
    chip = f'href="?school={deich.pk}&amp;what=rooms"'
    assert chip in sign_in(tom).get(f"{PRINT}?school={deich.pk}").content.decode()
    sign_in(tom).post(f"{PRINT}?what=rooms&school={deich.pk}", CHOSEN)
    assert [label.location for label in Label.objects.all()] == [room204]


def test_the_list_prints_neither_what_is_foreign_nor_what_is_retired(
    sign_in, vera, beamer, laptop, foreign_beamer
):
    Device.objects.filter(pk=laptop.pk).update(state="retired")

    sign_in(vera).post(f"{PRINT}?state=all", CHOSEN)

    assert owners() == {str(beamer.pk): True}


def test_other_pages_may_say_it_in_short(sign_in, vera, beamer, haupthaus, room204):
    browser = sign_in(vera)
    for short in (
        f"items=device:{beamer.pk}",
        f"items=location:{room204.pk}",
        f"rooms={haupthaus.pk}",
    ):
        browser.post(f"{PRINT}?{short}", CHOSEN)

    assert [label.owner for label in Label.objects.order_by("pk")] == [beamer, room204]


def test_a_building_may_carry_a_label_too(sign_in, vera, haupthaus):
    pdf = sign_in(vera).post(f"{PRINT}?items=location:{haupthaus.pk}", CHOSEN).content

    assert "Haupthaus" in words(pdf)


@pytest.mark.parametrize(
    "query",
    [
        "items=device:{foreign}",
        "items=location:{foreign_room}",
        "rooms={foreign_room}",
        "items=school:{foreign_school}",
        "items=device:{own}&items=location:{foreign_room}",
        "items={foreign}",
        "items={own},{foreign}",
        "items={own}&items={foreign}",
        "what=rooms&items={foreign_room}",
        "what=rooms&location={foreign_room}",
        "location={foreign_room}",
        "school={foreign_school}",
        "labels={foreign_label}",
        "labels={own_label},{foreign_label}",
        "items=",
        "items=999999999999999999999999",
        "items=abc",
        "what=rooms",
        "what=rooms&school={foreign_school}",
        "blank=nothing",
        "blank=%00",
        "state=gone",
        "location=999999",
    ],
)
def test_one_foreign_thing_and_nothing_is_printed(
    sign_in, vera, beamer, foreign_beamer, room12, moor, query
):
    labels = {"own_label": make_label(beamer).pk, "foreign_label": make_label(foreign_beamer).pk}
    things = {"own": beamer.pk, "foreign": foreign_beamer.pk, "foreign_room": room12.pk}
    address = f"{PRINT}?{query.format(**labels, **things, foreign_school=moor.pk)}"

    answers = [sign_in(vera).get(address), sign_in(vera).post(address, CHOSEN)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Label.objects.exclude(printed_at=None).exists()
    assert Label.objects.count() == 2
    assert Event.objects.count() == 0


def test_what_one_sees_but_may_not_label_is_not_allowed(sign_in, lena, beamer):
    answer = sign_in(lena).post(f"{PRINT}?items={beamer.pk}", CHOSEN)

    assert (answer.status_code, Label.objects.count()) == (403, 0)


def test_the_lists_of_what_one_may_label_say_the_same_as_the_rule(
    anna,
    vera,
    hanna,
    otto,
    olga,
    tom,
    nora,
    lena,
    adam,
    ida,
    beamer,
    foreign_beamer,
    room204,
    room12,
    deich,
):
    cases = Category.objects.create(label_de="Koffer", label_en="Case", is_case=True)
    make_device("K-1", cases, deich)
    make_device("K-2", cases, None)
    for person in (anna, vera, hanna, otto, olga, tom, nora, lena, adam, ida):
        devices = Device.objects.visible_to(person).select_related("category")
        rooms = Location.objects.visible_to(person).filter(kind="room")
        assert set(devices_to_label(person)) == {d for d in devices if rules.can_label(person, d)}
        assert set(rooms_to_label(person)) == {r for r in rooms if rules.can_label(person, r)}


def test_an_offset_moves_everything_on_the_sheet(sign_in, tom, beamer):
    browser, address = sign_in(tom), f"{PRINT}?items={beamer.pk}"
    [(left, top)] = printed.shapes_at(browser.post(address, CHOSEN).content)
    LabelAdjustment.objects.create(format="az-3475", dx=2, dy="-1.5")

    [moved] = printed.shapes_at(browser.post(address, CHOSEN).content)

    assert moved == (pytest.approx(left + 2, abs=0.02), pytest.approx(top - 1.5, abs=0.02))


def test_start_and_copies(sign_in, tom, beamer):
    chosen = {"format": "az-l4731", "start": "189", "copies": "2"}

    pdf = sign_in(tom).post(f"{PRINT}?items={beamer.pk}", chosen).content

    paper = FORMATS["az-l4731"]
    first, second = printed.pictures(pdf)
    code = f"HTTP://127.0.0.1:8000/Q/{Label.objects.get().code}"
    found = (
        printed.decoded(printed.cut(first, paper, 189)),
        printed.decoded(printed.cut(second, paper, 1)),
    )
    assert [[re.sub(r".*/Q/", "", text) for text in each] for each in found] == [
        [code.rpartition("/")[2]]
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"start": "25"}, "start"),
        ({"start": "0"}, "start"),
        ({"copies": "100"}, "copies"),
        ({"format": "papyrus"}, "format"),
        ({"format": ""}, "format"),
    ],
)
def test_what_the_paper_does_not_hold_is_said_and_nothing_is_made(
    sign_in, tom, beamer, wrong, field
):
    answer = sign_in(tom).post(f"{PRINT}?items={beamer.pk}", CHOSEN | wrong)

    assert answer["Content-Type"].startswith("text/html")
    assert list(answer.context["form"].errors) == [field]
    assert Label.objects.count() == 0


def test_too_many_copies_of_many(sign_in, tom, beamer, laptop):
    for number in range(40):
        make_device(f"X-{number}", beamer.category, beamer.school)

    answer = sign_in(tom).post(PRINT, CHOSEN | {"copies": "99"})

    assert list(answer.context["form"].errors) == ["copies"]


def test_too_many_at_once_is_said_before_and_refused_after(sign_in, tom, beamer, monkeypatch):
    make_device("GAD-00999", beamer.category, beamer.school)
    monkeypatch.setattr("assets.labels.printing.MOST_AT_ONCE", 1)

    answer = sign_in(tom).post(PRINT, CHOSEN)

    assert answer.status_code == 409
    assert Label.objects.count() == 0


def test_nothing_to_print_is_said(sign_in, tom, beamer):
    shown = sign_in(tom).get(f"{PRINT}?q=gibtsnicht")
    sent = sign_in(tom).post(f"{PRINT}?q=gibtsnicht", CHOSEN)

    assert (shown.status_code, sent.status_code) == (200, 409)
    assert _("There is nothing to print here.") in shown.content.decode()


def test_a_blocked_label_is_not_printed_again(sign_in, tom, label):
    Label.objects.update(revoked_at=timezone.now())

    answer = sign_in(tom).post(f"{PRINT}?labels={label.pk}", CHOSEN)

    assert answer.status_code == 409


def test_favourites_come_first(sign_in, tom, beamer):
    LabelAdjustment.objects.create(format="az-l4731", favourite=True)

    form = sign_in(tom).get(f"{PRINT}?items={beamer.pk}").context["form"]

    assert form["format"].initial == "az-l4731"
    assert [choice[0] for choice in form.fields["format"].choices[0][1]] == ["az-l4731"]


def test_a_thousand_labels_take_few_queries_and_no_long_wait(
    sign_in, tom, beamer, django_assert_max_num_queries
):
    copies = [
        Device(inventory_number=f"X-{n:04}", category=beamer.category, school=beamer.school)
        for n in range(999)
    ]
    Device.objects.bulk_create(copies)
    browser, began = sign_in(tom), process_time()

    with django_assert_max_num_queries(80):  # SQLite writes a few dozen rows at a time
        answer = browser.post(PRINT, CHOSEN | {"format": "az-l4731"})

    with printed.opened(answer.content) as document:
        assert len(document) == 6
    assert Label.objects.exclude(printed_at=None).count() == 1000
    assert process_time() - began < 15
