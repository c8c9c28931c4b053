"""The pages of the tree: numbers that open their list, and nothing of other schools."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.devices.workflow import devices
from assets.models import Location
from tests.conftest import make_device, make_label, make_place
from tickets import workflow


def names(response):
    return [row["device"].inventory_number for row in response.context["rows"]]


def test_the_tree_counts_and_its_numbers_open_their_lists(sign_in, tom, fault, laptop, haupthaus):
    page = sign_in(tom).get("/locations/").content.decode()
    for address in (
        f"/devices/?location={haupthaus.pk}",
        f"/tickets/?location={haupthaus.pk}",
        f"/locations/{haupthaus.pk}/",
        f"/locations/{haupthaus.pk}/below/",
    ):
        assert address in page


def test_a_house_without_places_says_how_to_begin(sign_in, adam, anna, ida, db):
    assert "/locations/new/" in sign_in(adam).get("/locations/").content.decode()
    for person in (anna, ida):
        assert "/locations/new/" not in sign_in(person).get("/locations/").content.decode()


def test_a_node_opens_and_closes_as_a_piece_of_the_page(sign_in, vera, room204, haupthaus):
    client = sign_in(vera)
    opened = client.get(f"/locations/{haupthaus.pk}/below/").content.decode()
    assert 'aria-expanded="true"' in opened
    assert "2. OG" in opened
    assert "<html" not in opened
    closed = client.get(f"/locations/{haupthaus.pk}/below/?closed=1").content.decode()
    assert 'aria-expanded="false"' in closed
    assert "2. OG" not in closed


def test_a_place_lists_what_is_in_it_and_below_or_only_here(
    sign_in, tom, fault, laptop, laptops, deich, haupthaus
):
    make_device("GAD-1", laptops, deich, haupthaus)
    make_device("GAD-2", laptops, deich, haupthaus, state="retired")
    client = sign_in(tom)
    below = client.get(f"/locations/{haupthaus.pk}/")
    assert names(below) == ["GAD-1", "GAD-00417", "GAD-00500"]
    assert [t.number for t in below.context["tickets"]] == [fault.number]
    here = client.get(f"/locations/{haupthaus.pk}/?only_here=1")
    assert (names(here), list(here.context["tickets"])) == (["GAD-1"], [])
    assert f"/devices/?location={haupthaus.pk}&amp;only_here=1" in here.content.decode()


def test_a_room_has_a_life_of_its_own(sign_in, tom, vera, anna, fault, beamer, room204, haupthaus):
    devices.move(beamer, by=tom, location=haupthaus)
    sentences = [
        line.sentence for line in sign_in(vera).get(f"/locations/{room204.pk}/").context["life"]
    ]
    assert len(sentences) == 2
    assert sentences[1] == "Frau Albers wartet, gemeldet auf der Website"
    for address in (f"/locations/{room204.pk}/", f"/locations/{room204.pk}/life/"):
        assert "Frau Albers" not in sign_in(anna).get(address).content.decode()


def test_labels_are_printed_from_here(sign_in, tom, anna, room204, haupthaus):
    make_label(room204)
    page = sign_in(tom).get(f"/locations/{room204.pk}/").content.decode()
    for address in (
        f"/labels/print/?location={room204.pk}",
        f"/labels/print/?what=rooms&amp;location={room204.pk}",
        f"/labels/location/{room204.pk}/replace/",
        f"/devices/new/?location={room204.pk}",
        f"/tickets/new/?location={room204.pk}",
    ):
        assert address in page
    teacher = sign_in(anna).get(f"/locations/{room204.pk}/").content.decode()
    assert "/labels/" not in teacher
    assert "/devices/new/" not in teacher


def test_a_teacher_reads_of_devices_in_a_room_what_she_may(sign_in, anna, fault, beamer, room204):
    page = sign_in(anna).get(f"/locations/{room204.pk}/").content.decode()
    for word in ("Epson EB-992F", "GAD-00417", "gestört"):
        assert word in page
    for word in ("X4AB100417L", "Frau Albers", "in Betrieb"):
        assert word not in page


@pytest.mark.parametrize("name", ["otto", "olga", "nora", "ida"])
def test_another_schools_places_are_not_there(name, request, sign_in, room204, haupthaus, deich):
    client = sign_in(request.getfixturevalue(name))
    for address in ("", "below/", "life/", "?only_here=1"):
        assert client.get(f"/locations/{haupthaus.pk}/{address}").status_code == 404
    assert "Haupthaus" not in client.get("/locations/").content.decode()
    offered = client.get(f"/locations/rooms/?school={deich.pk}&words=204").content.decode()
    assert "204" not in offered


def test_rooms_are_offered_by_school_and_by_words(sign_in, tom, room204, room12, deich, moor):
    client = sign_in(tom)

    def offered(query):
        choices = client.get(f"/locations/rooms/?{query}").context["choices"]
        return [(building, rooms) for building, rooms in choices if building not in ("", "?")]

    site, house, floor = room204.get_ancestors()
    assert offered(f"school={deich.pk}") == [
        ("Gymnasium am Deich", [(site.pk, "Gymnasium am Deich")]),
        (
            "Haupthaus",
            [
                (house.pk, "Haupthaus"),
                (floor.pk, "2. OG"),
                (room204.pk, "2. OG, Raum 204"),
            ],
        ),
    ]
    assert offered(f"school={deich.pk}&words=raum+204") == [
        ("Haupthaus", [(room204.pk, "2. OG, Raum 204")])
    ]
    assert offered("school=authority") == offered("") == []
    assert [group for group, _rooms in offered("school=authority&words=moor+12")] == ["Neubau"]
    Location.objects.filter(pk=room204.pk).update(closed=True)
    assert offered(f"school={deich.pk}&words=204") == []


@pytest.mark.parametrize("name", ["tom", "vera", "anna"])
def test_as_many_queries_for_one_thing_as_for_thirty(
    name, request, sign_in, vera, beamer, room204, haupthaus, deich, no_picture
):
    client = sign_in(request.getfixturevalue(name))
    addresses = ["/locations/", f"/locations/{haupthaus.pk}/", f"/locations/{room204.pk}/"]
    few = [_queries(client, address) for address in addresses]
    for number in range(30):
        device = make_device(f"GAD-{number:03}", beamer.category, deich, room204)
        workflow.report(by=vera, school=deich, devices=[device], tile=no_picture)
        make_place(f"Raum 3{number:02}", "room", haupthaus, deich)
    many = [_queries(client, address) for address in addresses]
    assert few == many
    assert max(many) <= 12


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def room205(room204, deich):
    return make_place("Raum 205", "room", room204.parent, deich)


@pytest.mark.parametrize(
    ("words", "now", "was", "chosen"),
    [
        ("205", "204", "204", "205"),  # the only one found is taken
        ("205", "", "", "205"),
        ("20", "204", "204", "204"),  # what was chosen stays among those found
        ("Raum", "", "", "?"),  # of several one is asked for, never "no certain room"
        ("999", "204", "204", "?"),
        ("", "?", "204", "204"),  # without words: as the page began
        ("", "?", "", ""),
        ("", "205", "204", "205"),
        ("", "12", None, "?"),  # another school was chosen: its rooms are asked for
        ("", "", None, ""),
    ],
)
def test_while_typing_the_choice_never_falls_back_to_no_room(
    words, now, was, chosen, sign_in, tom, room204, room205, room12, deich
):
    known = {"204": room204.pk, "205": room205.pk, "12": room12.pk}
    query = {"school": deich.pk, "words": words, "location": known.get(now, now)}
    query |= {} if was is None else {"was": known.get(was, was)}
    shown = sign_in(tom).get("/locations/rooms/", query).content.decode()
    found = re.findall(r'<option value="([^"]*)" selected>', shown)
    assert found == [str(known.get(chosen, chosen))]


@pytest.mark.parametrize("name", ["tom", "vera", "anna"])
@pytest.mark.parametrize("here", ["", "?only_here=1"])
def test_the_number_the_rows_and_the_list_behind_it_agree(
    request, name, here, sign_in, tom, vera, anna, deich, room204, haupthaus
):
    """Eleven in the building, nine of them anna's; three in the room."""
    for number in range(11):
        by = anna if number < 9 else vera
        workflow.report(by=by, school=deich, location=haupthaus, title=f"Tür {number}")
    for number in range(3):
        workflow.report(by=anna, school=deich, location=room204, title=f"Licht {number}")
    client = sign_in(request.getfixturevalue(name))
    page = client.get(f"/locations/{haupthaus.pk}/{here}")
    own = 9 if name == "anna" else 11
    number = own if here else own + 3
    assert (page.context["tickets_counted"], len(page.context["tickets"])) == (number, 8)
    words = f"Alle {number} offenen Tickets"
    [url] = re.findall(rf'href="([^"]+)">\s*{words}\s*<', page.content.decode())
    listed = client.get(unescape(url)).context
    assert (str(listed["total"]), len(listed["rows"])) == (str(number), number)
    room = client.get(f"/locations/{room204.pk}/{here}")
    assert (room.context["tickets_counted"], len(room.context["tickets"])) == (3, 3)
    assert not re.search(r"offenen Tickets\s*<", room.content.decode())
