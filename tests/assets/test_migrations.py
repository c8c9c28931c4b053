"""What happens to the catalogue of an authority that is there already."""

from importlib import import_module

from django.apps import apps

from assets.models import FaultTile
from assets.starting_set import load_starting_set

tiles = import_module("assets.migrations.0005_tiles_ask_and_keep_to_themselves")
ASKED = ("label_de", "label_en", "private", "question_de", "question_en")


def test_tiles_of_before_become_those_of_the_starting_set(db):
    load_starting_set()
    wanted = list(FaultTile.objects.values_list(*ASKED))
    FaultTile.objects.update(private=False, question_de="", question_en="")

    tiles.fill_in(apps, None)

    assert list(FaultTile.objects.values_list(*ASKED)) == wanted


def test_an_authority_s_own_alarms_and_accounts_count_as_personal(db):
    for label, alarm in (
        ("Moodle-Passwort weg", ""),
        ("Rauch", "all"),
        ("ganze Schule ohne Internet", "all"),
        ("kein Bild", ""),
    ):
        FaultTile.objects.create(label_de=label, alarm=alarm)

    tiles.fill_in(apps, None)

    assert list(FaultTile.objects.filter(private=True).values_list("label_de", flat=True)) == [
        "Moodle-Passwort weg",
        "Rauch",
    ]
