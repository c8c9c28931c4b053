"""Tiles say whether others may know of them, and may ask one question."""

from django.db import migrations, models
from django.db.models import Q

PRIVATE = (
    "Passwort für IServ vergessen",
    "Anmeldung bei Microsoft 365 geht nicht",
    "Phishing-Mail angeklickt",
    "Virenwarnung",
)
# An alarm that everybody may know of; every other one counts as a matter of security.
KNOWN_TO_ALL = "ganze Schule ohne Internet"
ABOUT_ACCOUNTS = ("passw", "kennwort", "konto", "account")
FOR_WHOM = ("Für wen? Name oder Kürzel", "For whom? Name or initials")
QUESTIONS = {
    "Passwort für IServ vergessen": FOR_WHOM,
    "Anmeldung bei Microsoft 365 geht nicht": FOR_WHOM,
    "Programm fehlt": ("Welches Programm?", "Which program?"),
    "App fehlt": ("Welche App?", "Which app?"),
    "Wunsch: Programm oder App": ("Welches Programm?", "Which program?"),
    "Wunsch: Umzug oder Aufbau": ("Was, und wohin?", "What, and where to?"),
    "Wunsch: Geräte ausleihen": ("Welche Geräte, und wann?", "Which devices, and when?"),
    "Wunsch: Hilfe bei einer Veranstaltung": ("Was ist wann?", "What is on, and when?"),
}


def fill_in(apps, _editor):
    """The tiles of the starting set, by their German names; of an authority's own ones those
    that are alarms, or speak of accounts."""
    tiles = apps.get_model("assets", "FaultTile").objects.all()
    personal = Q(label_de__in=PRIVATE)
    for word in ABOUT_ACCOUNTS:
        personal |= Q(label_de__icontains=word)
    tiles.filter(personal | Q(alarm="all") & ~Q(label_de=KNOWN_TO_ALL)).update(private=True)
    for label, (german, english) in QUESTIONS.items():
        tiles.filter(label_de=label).update(question_de=german, question_en=english)


class Migration(migrations.Migration):
    dependencies = [("assets", "0004_cases_and_accessories")]
    operations = [
        migrations.AddField(
            "faulttile",
            "private",
            models.BooleanField(
                default=False,
                help_text="Never shown to others as “already reported”; wishes never are.",
                verbose_name="personal: accounts, security",
            ),
        ),
        migrations.AddField(
            "faulttile",
            "question_de",
            models.CharField(
                blank=True,
                help_text="Asked below the tile, and must be answered: Which program?",
                max_length=80,
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            "faulttile",
            "question_en",
            models.CharField(blank=True, max_length=80, verbose_name="question in English"),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
