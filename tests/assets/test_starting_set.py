from django.core.management import call_command

from assets.models import (
    AccessoryKind,
    Category,
    Device,
    FaultTile,
    FundingSource,
    Hint,
    NumberScheme,
)
from assets.starting_words import CATEGORIES, GENERAL
from itsm.fields.models import Status
from itsm.management.commands.starting_set import load_all
from itsm.people.models import Authority, SchoolKind
from itsm.web.icons import ICONS
from loans.models import Condition, PaperText, PreparationTask, ReminderRule, Stage
from tickets.models import Ticket, TicketSettings

TILES = [*GENERAL, *(tile for kind in CATEGORIES for tile in kind.tiles)]


def test_an_empty_house_gets_all_an_authority_starts_with(db):
    assert load_all() == {
        "school kinds": SchoolKind.objects.count(),
        "categories": Category.objects.count(),
        "tiles for rooms": FaultTile.objects.filter(category=None).count(),
        "funding sources": FundingSource.objects.count(),
        "device statuses": Status.objects.filter(kind="device").count(),
        "ticket statuses": Status.objects.filter(kind="ticket").count(),
        "loan statuses": Status.objects.filter(kind="loan").count(),
        "accessories": AccessoryKind.objects.count(),
        "conditions": Condition.objects.count(),
        "stages": Stage.objects.count(),
        "reminders": ReminderRule.objects.count(),
        "preparation": PreparationTask.objects.count(),
        "papers": PaperText.objects.count(),
    }
    assert [m.objects.count() for m in (Authority, NumberScheme, TicketSettings)] == [1, 1, 1]
    assert FaultTile.objects.count() == len(TILES)
    assert Hint.objects.count() == sum(len(tile.hints) for tile in TILES)
    assert list(Category.objects.filter(is_case=True)) == [
        Category.objects.get(label_de="Tablet-Koffer")
    ]


def test_twice_changes_nothing_and_what_is_there_stays(db):
    SchoolKind.objects.create(name="Waldschule")
    FaultTile.objects.create(label_de="Sonstwas")
    load_all()
    assert set(load_all().values()) == {0}
    assert [kind.name for kind in SchoolKind.objects.all()] == ["Waldschule"]
    assert FaultTile.objects.filter(category=None).count() == 1


def test_every_state_has_one_usual_status(db):
    load_all()
    for model in (Device, Ticket):
        for state in model.State.values:
            assert model.status_for(state).state == state


def test_alarms_go_to_all_at_once(db):
    load_all()
    alarms = FaultTile.objects.filter(alarm="all").values_list("label_de", flat=True)
    assert list(alarms) == [
        "Phishing-Mail angeklickt",
        "Virenwarnung",
        "ganze Schule ohne Internet",
    ]


def test_every_word_is_there_in_both_languages_with_a_known_icon():
    assert {thing.icon for thing in (*TILES, *CATEGORIES)} <= set(ICONS)
    assert all(thing.de and thing.en for thing in (*TILES, *CATEGORIES))
    assert all(len(tile.hints) <= 3 for tile in TILES)
    assert all(len(text) <= 160 for tile in TILES for pair in tile.hints for text in pair)


def test_the_command_says_what_it_made(db, capsys):
    call_command("starting_set")
    assert "17 categories" in capsys.readouterr().out
    call_command("starting_set")
    assert "nothing to add" in capsys.readouterr().out
