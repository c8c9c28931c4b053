"""The demo story: repeatable, in order, and never by accident."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import F

from assets.devices.workflow.devices import device_words, register
from assets.models import Device, Label, Location
from itsm import demo
from itsm.demo.moments import Moments
from itsm.fields.models import CustomValue
from itsm.journal.models import Event, Subject
from itsm.journal.wording import WORDING
from itsm.people.models import Membership, Posting, School, User
from tests.demo import kept
from tickets.models import Comment, Report, RoutingRule, Ticket
from tickets.steps import ticket_words
from tickets.workflow import report

# A fault in a case that is lent, and what was broken in two that came back.
OF_LENDING = 3
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ALL = (
    School,
    User,
    Membership,
    Posting,
    Location,
    Device,
    CustomValue,
    Label,
    Ticket,
    Report,
    Comment,
    RoutingRule,
    Event,
    Subject,
    *apps.get_app_config("loans").get_models(),
)
# New each time: passwords, names nobody can guess, and the moment a PDF was made, which it says.
ELSE = ("password", "date_joined", "file", "sha256", "size")


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.DEMO = True


@pytest.fixture
def story(db):
    kept.load(now=MORNING)


def digest():
    """One hash over all rows of the story; ids count from each table's first, passwords don't."""
    first = {m: m.objects.order_by("pk").values_list("pk", flat=True).first() or 0 for m in ALL}
    rows = []
    for model in ALL:
        columns = [f for f in model._meta.concrete_fields if f.name not in ELSE]
        for row in model.objects.order_by("pk").values(*[f.attname for f in columns]):
            rows.append([_relative(f, row[f.attname], first) for f in columns])
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _relative(field, value, first):
    related = field.model if field.primary_key else field.related_model
    if value is None or related not in first:
        return None if field.is_relation or field.name in ("object_id", "details") else str(value)
    return value - first[related]


def test_the_people_of_the_story_sign_in_with_their_roles(story):
    held = Membership.objects.order_by("pk").values_list("person__username", "role", "school__name")
    assert list(held)[:9] == [
        ("admin", "administrator", None),
        ("technician", "technician", None),
        ("technician2", "technician", None),
        ("lender", "lender", None),
        ("support", "support", "Gymnasium am Deich"),
        ("teacher", "teacher", "Gymnasium am Deich"),
        ("head", "head", "Gymnasium am Deich"),
        ("support2", "support", "BBS Nord"),
        ("teacher2", "teacher", "BBS Nord"),
    ]
    assert all(person.check_password("demo") for person in User.objects.all())


def test_the_projector_has_no_picture_for_the_third_time(story):
    projector = Device.objects.get(inventory_number="GAD-00417")
    assert (str(projector.model), projector.location.name) == ("Epson EB-992F", "Raum 204")
    told = projector.tickets.filter(tile__label_de="kein Bild").order_by("pk")
    assert list(told.values_list("state", flat=True)) == ["closed", "closed", "assigned"]
    today = told.last()
    assert today.number == 4711
    assert today.created_at == MORNING.replace(hour=8, minute=12)
    assert today.reports.count() == 2
    assert set(today.comments.values_list("visibility", flat=True)) == {
        "reporter",
        "school",
        "authority",
    }
    life = list(Subject.objects.about(projector).values_list("verb", flat=True))
    assert life[-7:] == [
        "device.moved",
        "label.replaced",
        "device.edited",
        "device.returned_from_repair",
        "device.sent_to_repair",
        "label.printed",
        "device.registered",
    ]


def test_every_state_and_every_school_has_its_faults(story):
    states = set(Ticket.objects.order_by().values_list("state", flat=True))
    assert states == {"new", "assigned", "waiting", "solved", "closed"}
    for school in School.objects.all():
        assert school.devices.exists()
        assert school.tickets.open().exists()
        assert school.locations.exists()
    assert Report.objects.filter(state="held").count() == 1


def test_two_schools_share_a_building(story):
    shared = Location.objects.get(name="Werkstattgebäude")
    assert shared.school is None
    rooms = shared.get_children().order_by("school__name").values_list("school__name", flat=True)
    assert list(rooms.distinct()) == ["BBS Nord", "Schule am Moor"]


def test_rows_are_as_the_workflow_leaves_them(story):
    for device in Device.objects.with_names():
        assert device.search == device_words(device)
        assert device.status.state == device.state
        first = Subject.objects.about(device).last()
        assert (first.verb, first.at) == ("device.registered", device.created_at)
    for ticket in Ticket.objects.all():
        words = ticket_words(ticket, ticket.devices.all())
        assert sorted(ticket.search.split()) == sorted(words.split())
        assert ticket.status.state == ticket.state
        assert (ticket.closed_at is None) == (ticket.state != "closed")
        assert ticket.reports.exists()
    assert not Label.objects.exclude(created_at=F("bound_at")).exists()
    assert set(Event.objects.values_list("verb", flat=True)) <= set(WORDING)


def test_nothing_lies_ahead(story):
    now = Moments(MORNING).now
    assert Event.objects.latest("at").at <= now
    assert not Ticket.objects.filter(updated_at__gt=now).exists()
    assert not Device.objects.filter(updated_at__gt=now).exists()


def test_three_links_lead_to_three_labels(story, client, settings):
    paths, things = zip(*demo.label_links(), strict=True)
    assert things[:2] == ("Beamer, Gymnasium am Deich", "Raum 204, Gymnasium am Deich")
    assert things[2] == "Tablet-Koffer, Gymnasium am Deich"
    assert demo.links().urls == [settings.PUBLIC_URL + path for path in paths]
    assert demo.links().names[0] == "admin"
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]


def test_without_the_story_there_is_nothing_to_say(db):
    assert (demo.hello(), demo.links()) == ([], ([], []))


def test_the_tree_is_healthy_and_counting_goes_on(story):
    call_command("check_tree")
    school, tom = School.objects.get(short_name="GAD"), User.objects.get(username="technician")
    projector = Device.objects.get(inventory_number="GAD-00417")
    device = register(by=tom, category=projector.category, school=school)
    assert device.inventory_number == "GAD-00423"
    last = Ticket.objects.latest("pk").number
    told = report(by=tom, school=school, devices=[projector], description="neu")
    assert told.ticket.number == last + 1


def wipe():
    call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_makes_the_same_story_and_another_one_another():
    # What others made before counts on: numbers stand in what loans and tickets are found by.
    wipe()
    made = []
    for seed in (7, 7, 8):
        demo.load(schools=4, devices=90, tickets=80, seed=seed, now=MORNING)
        at_schools = Device.objects.exclude(school=None).count()
        made.append((digest(), Ticket.objects.count(), at_schools))
        wipe()
    assert made[0] == made[1]
    assert made[0][0] != made[2][0]
    assert made[0][1:] == (80 + OF_LENDING, 90)


def test_a_filled_house_is_left_alone(story, capsys):
    before = digest()
    call_command("demo")
    assert digest() == before
    assert "GAD" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["--loans", "-5"], ["--schools", "2"], ["--tickets", "-1"], ["--devices", "300000"]],
)
def test_what_the_story_cannot_be_is_refused(db, arguments):
    with pytest.raises(CommandError):
        call_command("demo", *arguments)
    assert School.objects.count() == 0


def test_a_house_with_people_of_these_names_is_refused(adam):
    User.objects.filter(pk=adam.pk).update(username="admin")
    with pytest.raises(CommandError):
        call_command("demo")


@pytest.mark.django_db
def test_without_permission_it_refuses(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="ITSM_DEMO"):
        call_command("demo")
    assert School.objects.count() == 0


def test_a_large_authority_has_a_device_with_a_long_life(db, monkeypatch):
    monkeypatch.setattr("tickets.demo.FULL_SIZE", 200)
    demo.load(schools=5, devices=200, tickets=200, now=MORNING)
    projector = Device.objects.get(inventory_number="GAD-00417")
    assert Subject.objects.about(projector).count() >= 200
    assert Ticket.objects.count() == 200 + OF_LENDING
    assert projector.tickets.filter(tile__label_de="kein Bild").count() == 3
    call_command("check_tree")
