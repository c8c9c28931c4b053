"""The people, places and things every test may call by name.

Gymnasium am Deich: anna teaches, vera is its support, hanna its head.
BBS am Moor: otto is its head, olga its support. The authority: tom repairs everywhere, lena
lends, adam administrates; nora repairs at the BBS only. ida has left no trace: no role at all.
"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation

from assets.labels.codes import new_code
from assets.models import (
    Category,
    Device,
    DeviceModel,
    FaultTile,
    Hint,
    Label,
    Location,
    Manufacturer,
)
from itsm.people.models import Membership, Posting, School, SchoolKind, User
from itsm.people.roles import SCHOOL_ROLES, Role
from tests import emptying, services, snapshot

PASSWORD = "correct horse battery"

_close = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_outside_transactions(self):
    """A test's own transaction stays open from request to request, also where an answer is closed."""
    if not self.in_atomic_block:
        _close(self)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_outside_transactions


def pytest_make_parametrize_id(val, argname):
    """Bytes made on the spot may hold the time of day: two workers would name a test differently."""
    return argname if isinstance(val, bytes) else None


# Pages, forms and routes of the API: what they ask of a database, workflow and models ask, too.
# The demo is played by the same steps; browsers and pages see it on SQLite.
DRAWN = (
    "/demo/",
    "/settings_pages/",
    "/api/",
    "/accounts/",
    "/tickets/reporting/",
    "/test_forms",
    "/test_neutral_in_the_same_time",
    "/test_pages",
    "/test_views",
    "/test_year_of_the_demo",
)


def pytest_addoption(parser):
    parser.addoption(
        "--second", action="store_true", help="leave out pages that ran on the first database"
    )


def pytest_collection_modifyitems(config, items):
    """What never asks a database, and who may open what, runs once, on SQLite; pages and forms run
    once, on PostgreSQL where there is one; steps, models, lists, imports and walls run on both.
    Browsers come first: one at the end would keep one worker waiting for the other. What this
    machine or database lacks is skipped, with the reason."""
    items.sort(key=lambda item: not item.get_closest_marker("browser"))
    lacking = services.lacking(connection.vendor)
    for item in items:
        for mark, reason in lacking.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))
    if config.getoption("file_or_dir"):
        return
    if connection.vendor == "postgresql":
        wanted = _asks_a_server
    elif config.getoption("second"):
        wanted = _may_differ
    else:
        return
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def _may_differ(item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("both"):
        return True
    return not (_asks_a_server(item) and any(part in item.nodeid for part in DRAWN))


def _asks_a_server(item) -> bool:
    of_one = not (item.get_closest_marker("postgres") or item.get_closest_marker("both"))
    if "tests/house/" in item.nodeid and of_one:
        return False
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "redis"))
    return marked or bool({"db", "transactional_db"} & set(item.fixturenames))


snapshot.use()
emptying.use()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database as the migrations make it; kept for the next run."""
    with django_db_blocker.unblock():
        snapshot.keep()


@pytest.fixture(autouse=True)
def _quiet(settings, tmp_path):
    """Each test has its own media folder, an empty memory, and no broker to ring."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CELERY_BROKER_URL = "memory://"
    settings.SECOND_FACTOR_ROLES = []
    cache.clear()
    # A page in English leaves its language behind.
    translation.activate(settings.LANGUAGE_CODE)


def make_person(username, role=None, school=None, **fields):
    """A person with one role; technicians without a school work everywhere."""
    defaults = {"email": f"{username}@example.org", "first_name": username.capitalize()}
    person = User(username=username, **{**defaults, **fields})
    person.set_password(PASSWORD)
    person.save()
    if role:
        give_role(person, role, school)
    return person


def give_role(person, role, school=None):
    scope = "school" if school else "authority"
    assert school or role not in SCHOOL_ROLES
    person.__dict__.pop("reach", None)
    return Membership.objects.create(person=person, role=role, scope=scope, school=school)


def make_school(name, short, kind="Gymnasium"):
    kind = SchoolKind.objects.get_or_create(name=kind)[0]
    return School.objects.create(name=name, short_name=short, kind=kind)


def make_place(name, kind, parent=None, school=None):
    place = Location(name=name, kind=kind, parent=parent, school=school)
    above = parent.path if parent and parent.parent_id else ""
    place.path = f"{above}, {name}".strip(", ")
    place.save()
    return place


def make_device(number, category, school, location=None, **fields):
    device = Device(
        inventory_number=number, category=category, school=school, location=location, **fields
    )
    device.search = number.lower()
    device.save()
    return device


def make_label(thing):
    owner = {"device": thing} if isinstance(thing, Device) else {"location": thing}
    return Label.objects.create(code=new_code(), school=thing.school, **owner)


@pytest.fixture
def deich(db):
    return make_school("Gymnasium am Deich", "GAD")


@pytest.fixture
def moor(db):
    return make_school("BBS am Moor", "BAM", "BBS")


@pytest.fixture
def anna(deich):
    return make_person("anna", Role.TEACHER, deich)


@pytest.fixture
def vera(deich):
    return make_person("vera", Role.SUPPORT, deich)


@pytest.fixture
def hanna(deich):
    return make_person("hanna", Role.HEAD, deich)


@pytest.fixture
def otto(moor):
    return make_person("otto", Role.HEAD, moor)


@pytest.fixture
def olga(moor):
    return make_person("olga", Role.SUPPORT, moor)


@pytest.fixture
def tom(deich):
    person = make_person("tom", Role.TECHNICIAN)
    Posting.objects.create(person=person, school=deich)
    return person


@pytest.fixture
def nora(moor):
    return make_person("nora", Role.TECHNICIAN, moor)


@pytest.fixture
def lena(db):
    return make_person("lena", Role.LENDER)


@pytest.fixture
def adam(db):
    return make_person("adam", Role.ADMINISTRATOR)


@pytest.fixture
def ida(db):
    return make_person("ida")


@pytest.fixture
def beamers(db):
    """The category "Beamer" with two fault tiles; the first has two hints."""
    category = Category.objects.create(label_de="Beamer", label_en="Projector", icon="projector")
    picture = FaultTile.objects.create(
        category=category, label_de="kein Bild", label_en="no picture", icon="display"
    )
    FaultTile.objects.create(
        category=category, label_de="kein Ton", label_en="no sound", icon="speaker-off", order=1
    )
    Hint.objects.create(tile=picture, text_de="Quelle am Beamer: HDMI 1", order=0)
    Hint.objects.create(tile=picture, text_de="Kabel an beiden Enden fest?", order=1)
    return category


@pytest.fixture
def no_picture(beamers):
    return beamers.tiles.get(label_de="kein Bild")


@pytest.fixture
def epson(beamers):
    maker = Manufacturer.objects.create(name="Epson")
    return DeviceModel.objects.create(manufacturer=maker, name="EB-992F", category=beamers)


@pytest.fixture
def haupthaus(deich):
    site = make_place("Gymnasium am Deich", "site", school=deich)
    return make_place("Haupthaus", "building", site, deich)


@pytest.fixture
def room204(haupthaus, deich):
    floor = make_place("2. OG", "floor", haupthaus, deich)
    return make_place("Raum 204", "room", floor, deich)


@pytest.fixture
def room12(moor):
    site = make_place("BBS am Moor", "site", school=moor)
    return make_place("Raum 12", "room", make_place("Neubau", "building", site, moor), moor)


@pytest.fixture
def beamer(beamers, epson, deich, room204):
    return make_device(
        "GAD-00417", beamers, deich, room204, model=epson, serial_number="X4AB100417L"
    )


@pytest.fixture
def foreign_beamer(beamers, moor, room12):
    return make_device("BAM-00001", beamers, moor, room12, serial_number="FREMD-1")


@pytest.fixture
def label(beamer):
    return make_label(beamer)


@pytest.fixture
def sign_in(client):
    """Sign somebody in: `sign_in(tom).get("/")`."""

    def _sign_in(person):
        client.force_login(person)
        return client

    return _sign_in
