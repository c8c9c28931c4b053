"""Lists without devices: models for the catalogue, places and schools."""

import pytest

from assets.models import Category, Device, DeviceModel, Location
from itsm.journal.models import Event
from itsm.people.models import School
from itsm.tables import TableRefused

MODELS = (
    "Name,Category,Manufacturer,Model Number,EOL",
    "EB-992F,Beamer,Epson,V11H,36",
    "EB-992F,Beamer,Epson,V11H,24",
    "Zoom,Visualizer,,,",
)
PLACES = (
    "name;address;manager",
    "Medienzentrum;Ring 1;Nora Weiß",
    "Medienzentrum;Ring 2;",
    "Depot;;",
)


def named(rows):
    return sorted(map(str, rows))


def test_a_list_of_models_fills_the_catalogue_once(take_in, epson):
    Device.objects.all().delete()
    before = DeviceModel.objects.count()
    assert take_in(*MODELS) == (2, 0, 1, 0)
    assert take_in(*MODELS) == (0, 0, 3, 0)
    assert DeviceModel.objects.count() == before + 2
    assert Category.objects.get(label_de="Visualizer").models.get().name == "Zoom"


def test_a_list_with_addresses_becomes_places_of_the_authority(take_in):
    assert take_in(*PLACES) == (2, 0, 1, 0)
    assert take_in(*PLACES) == (0, 0, 3, 0)
    sites = Location.objects.values_list("name", "kind", "school")
    assert sorted(sites) == [("Depot", "site", None), ("Medienzentrum", "site", None)]
    assert "Nora" not in str(list(Event.objects.values()))


def test_schools_and_their_rooms_come_without_devices(take_in, deich):
    lines = ("Schule;Gebäude;Raum;Vorname", "GaD;Haupthaus;204;Anna", "Neue Schule;;;Otto")
    assert take_in(*lines) == (2, 0, 0, 0)
    assert take_in(*lines) == (0, 0, 2, 0)
    assert named(School.objects.all()) == ["Gymnasium am Deich", "Neue Schule"]
    places = Location.objects.values_list("path", "school__name")
    assert sorted(places) == [
        ("Gymnasium am Deich", "Gymnasium am Deich"),
        ("Haupthaus", "Gymnasium am Deich"),
        ("Haupthaus, 204", "Gymnasium am Deich"),
        ("Neue Schule", "Neue Schule"),
    ]


def test_a_place_that_cannot_be_is_told(take_in, deich):
    assert take_in("Schule;Ort", "GAD;A > B > C > D") == (0, 0, 0, 1)
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    "line",
    [
        "Name;Raum",
        "Modell;Raum",
        "Hersteller;Schule",
        "Schule;Preis",
        "Name;Notiz",
        "Vorname;Nachname",
    ],
)
def test_what_may_be_devices_without_numbers_is_refused(sheet, line):
    with pytest.raises(TableRefused, match=line.split(";")[0]):
        sheet(line, "a;b")
