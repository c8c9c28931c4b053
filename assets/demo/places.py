"""Sites, buildings, floors and rooms of the story's schools."""

from assets.models import Location
from assets.places.workflow.bulk_places import Branch, plant

Kind = Location.Kind
ROOMS_A_FLOOR = 8
FLOORS = ("EG", "1. OG", "2. OG")

# The first school's and the others' houses: {building: {floor: rooms}}.
DEICH = {
    "Haupthaus": {
        "EG": ("Sekretariat", "Lehrerzimmer", "Raum 001", "Raum 002"),
        "1. OG": ("Raum 112", "Raum 118", "PC-Raum 1"),
        "2. OG": ("Raum 204", "Raum 205", "Raum 206"),
    },
    "Neubau": {"EG": ("Aula", "Raum N01"), "1. OG": ("Raum N11", "Raum N12")},
}
NORD = {"Neubau": {"EG": ("Sekretariat", "Raum 101"), "1. OG": ("Raum 111", "PC-Raum 2")}}
MOOR = {"Haupthaus": {"EG": ("Sekretariat", "Klasse 1", "Klasse 2"), "1. OG": ("Klasse 3",)}}
# One building, two schools: it belongs to neither, each room to one of them.
SHARED = (("Metallwerkstatt", 1), ("Holzwerkstatt", 1), ("Lehrküche", 2), ("Computerraum", 2))
STORIED = (DEICH, NORD, MOOR)


def build_places(schools, rooms_wanted, *, by, at):
    """All places; returns the rooms of each school, by its id."""
    sites = [_site(number, school, rooms_wanted) for number, school in enumerate(schools)]
    sites[1].school, sites[1].name = None, "Schulzentrum Nord"
    sites[1].parts.append(_shared(schools))
    places = plant(sites, by=by, at=at)
    rooms = {school.pk: [] for school in schools}
    for place in places:
        if place.kind == Kind.ROOM:
            rooms[place.school_id].append(place)
    return rooms


def _site(number, school, rooms_wanted):
    houses = STORIED[number] if number < len(STORIED) else _house()
    parts = [_building(name, floors, school) for name, floors in houses.items()]
    rooms = sum(len(names) for floors in houses.values() for names in floors.values())
    wing = 0
    while rooms < rooms_wanted:
        parts.append(_wing("BCDEFGHIJKLM"[wing % 12] * (1 + wing // 12), school))
        rooms, wing = rooms + ROOMS_A_FLOOR * len(FLOORS), wing + 1
    return Branch(school.name, Kind.SITE, school, parts)


def _house():
    """What every school has."""
    ground = ("Sekretariat", "Lehrerzimmer", "Aula", "Raum 001", "Raum 002")
    upper = [tuple(f"Raum {level}{n:02d}" for n in range(1, 5)) for level in (1, 2)]
    return {"Haupthaus": dict(zip(FLOORS, (ground, *upper), strict=True))}


def _wing(letter, school):
    floors = {
        floor: [f"{letter} {level}{n:02d}" for n in range(1, ROOMS_A_FLOOR + 1)]
        for level, floor in enumerate(FLOORS)
    }
    return _building(f"Haus {letter}", floors, school)


def _building(name, floors, school):
    parts = [
        Branch(floor, Kind.FLOOR, school, [Branch(room, Kind.ROOM, school) for room in rooms])
        for floor, rooms in floors.items()
    ]
    return Branch(name, Kind.BUILDING, school, parts)


def _shared(schools):
    rooms = [Branch(name, Kind.ROOM, schools[number]) for name, number in SHARED]
    return Branch("Werkstattgebäude", Kind.BUILDING, None, rooms)
