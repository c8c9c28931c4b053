"""What was entered twice before is shown to administrators, with the way to mend it."""

from assets.models import Device, Location
from itsm.people.models import School
from itsm.same import fill_keys
from itsm.settings_pages.parts import doubled
from tests.conftest import make_device, make_place


def test_doubles_from_before_are_shown_with_links(sign_in, adam, deich, moor, beamer, room204):
    page = sign_in(adam).get("/settings/doubles/").content.decode()
    assert "Nichts ist doppelt erfasst" in page
    device = make_device("B-2", beamer.category, deich)
    place = make_place("Raum 205", "room", room204.parent, deich)
    Device.objects.filter(pk=device.pk).update(inventory_number="gad-00417")
    Location.objects.filter(pk=place.pk).update(name="RAUM 204")
    School.objects.filter(pk=moor.pk).update(short_name="gad")
    for model in (Device, Location, School):
        fill_keys(model)
    page = sign_in(adam).get("/settings/doubles/").content.decode()
    for thing, way in (
        (beamer, "devices"),
        (device, "devices"),
        (room204, "locations"),
        (place, "locations"),
        (deich, "settings/schools"),
        (moor, "settings/schools"),
    ):
        assert f'href="/{way}/{thing.pk}/"' in page


def test_all_that_may_be_there_twice_is_looked_through():
    assert [str(kind.title) for kind in doubled()] == [
        "Schulen",
        "Orte",
        "Geräte",
        "Kategorien",
        "Hersteller",
        "Modelle",
        "Geldquellen",
        "Zubehör",
        "Schulformen",
    ]


def test_an_administrators_first_page_says_how_many(sign_in, adam, tom, deich, beamer):
    def hints(person):
        return [(h["number"], h["url"]) for h in sign_in(person).get("/").context["hints"]]

    assert hints(adam) == []
    device = make_device("B-2", beamer.category, deich)
    Device.objects.filter(pk=device.pk).update(inventory_number="gad-00417")
    fill_keys(Device)
    sign_in(adam).get("/settings/doubles/")
    assert (hints(adam), hints(tom)) == ([(1, "/settings/doubles/")], [])
    Device.objects.filter(pk=device.pk).update(inventory_number="B-2")
    fill_keys(Device)
    sign_in(adam).get("/settings/doubles/")
    assert hints(adam) == []


def test_only_administrators_see_them(sign_in, tom):
    assert sign_in(tom).get("/settings/doubles/").status_code == 403
