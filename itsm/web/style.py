"""What the style page shows: every component in every state, with words of the demo story."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from itsm.web.icons import ICONS


class ExampleForm(forms.Form):
    """One field of each kind, as they look in every form."""

    title = forms.CharField(label="Worum geht es?", max_length=80, help_text="Ein Satz genügt.")
    description = forms.CharField(label="Beschreibung", required=False, widget=forms.Textarea)
    school = forms.ChoiceField(
        label="Schule", choices=[("", "bitte wählen"), ("1", "Gymnasium am Deich")]
    )
    since = forms.DateField(label="Seit wann?", required=False)
    urgency = forms.ChoiceField(
        label="Wie dringend?",
        choices=[("low", "hat Zeit"), ("high", "Unterricht steht still")],
        widget=forms.RadioSelect,
    )
    rooms = forms.MultipleChoiceField(
        label="Räume",
        required=False,
        choices=[("204", "Raum 204"), ("112", "Raum 112")],
        widget=forms.CheckboxSelectMultiple,
    )
    photo = forms.FileField(label="Foto", required=False, help_text="Höchstens 20 MB.")
    call_back = forms.BooleanField(
        label="Bitte zurückrufen", required=False, help_text="Unter der Nummer im Profil."
    )


class ExampleFilter(forms.Form):
    """A filter line as above every list."""

    search = forms.CharField(label="Suche", required=False)
    state = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle")])
    school = forms.ChoiceField(label="Schule", required=False, choices=[("", "alle")])
    mine = forms.BooleanField(label="nur meine", required=False)
    category = forms.ChoiceField(label="Kategorie", required=False, choices=[("", "alle")])
    handler = forms.CharField(label="Bearbeitet von", required=False)


def style_context() -> dict:
    """All the style page needs; nothing of it is read from the database."""
    return {
        "icons": ICONS,
        "tags": TAGS,
        "facts": FACTS,
        "chips": CHIPS,
        "kv": KV,
        "tickets": TICKETS,
        "page": Paginator(range(1240), 25).page(2),
        "lines": lines(timezone.now()),
        "form": ExampleForm(),
        "bad_form": ExampleForm({"title": "", "urgency": "x", "since": "morgen"}, auto_id="bad_%s"),
        "filters": ExampleFilter({"mine": "on"}, auto_id="filter_%s"),
        "slots": SLOTS,
        "crumbs": [{"url": "#", "label": "Gymnasium am Deich"}, {"label": "Raum 204"}],
    }


def lines(now):
    """A device's life, dated relative to now."""
    ago = [datetime.timedelta(days=days) for days in (0, 1, 4, 40, 900)]
    told = [
        ("bolt", "bad", "Kein Bild", "gemeldet über Etikett", "Tom Brandt hat übernommen"),
        ("check", "ok", "Gelöst:", "HDMI-Kabel getauscht", "Mia Ott, 25 min vor Ort"),
        ("wait", "wait", "Wartet", "auf Ersatzteil", ""),
        ("arrow-right", "", "Umgezogen", "von Raum 118 nach Raum 204", "Schuljahreswechsel"),
        ("repair", "info", "Repariert:", "Lampe, Fa. Medientechnik Nord, 189,00 €", ""),
    ]
    return [
        {
            "time": now - back,
            "icon": icon,
            "tone": tone,
            "lead": lead,
            "sentence": sentence,
            "detail": detail,
            "url": "#",
            "link_label": "4711",
        }
        for back, (icon, tone, lead, sentence, detail) in zip(ago, told, strict=True)
    ]


TAGS = [
    {"kind": "new", "label": "neu"},
    {"kind": "mine", "label": "in Arbeit", "icon": "user"},
    {"kind": "wait", "label": "wartet", "icon": "wait"},
    {"kind": "late", "label": "dringend", "icon": "bolt"},
    {"kind": "done", "label": "gelöst", "icon": "check"},
    {"kind": "", "label": "abgeschlossen"},
]
FACTS = [
    {"number": 2, "label": "überfällig oder gleich", "url": "#", "bad": True},
    {"number": 5, "label": "neu an deinen Schulen", "url": "#"},
    {"number": 3, "label": "Antworten seit gestern", "url": "#"},
    {"number": 1, "label": "Rückgabe heute", "url": "#"},
]
CHIPS = [
    {"url": "#", "label": "Meine", "active": True},
    {"url": "#", "label": "Meine Schulen", "count": 12},
    {"url": "#", "label": "Alle", "count": 42},
]
KV = [
    {"label": "Seriennr.", "value": "X4AB100417L"},
    {"label": "Zustand", "value": "in Betrieb"},
    {"label": "Gekauft", "value": "06/2021, 1.249 €"},
    {"label": "Etikett", "value": "drucken", "url": "#"},
]
TICKETS = [
    {
        "number": 4711,
        "title": "Kein Bild, Klasse wartet",
        "about": "Beamer EB-992F · Raum 204",
        "school": "Gymnasium am Deich",
        "kind": "late",
        "state": "dringend",
        "since": "seit 2 h überfällig",
        "last": "Tom Brandt, 8:12",
        "hot": True,
    },
    {
        "number": 4712,
        "title": "Display gebrochen",
        "about": "iPad 9 · Koffer 3, Fach 14",
        "school": "Gymnasium am Deich",
        "kind": "new",
        "state": "neu",
        "since": "noch 3 h",
        "last": "",
    },
    {
        "number": 4690,
        "title": "Drucker zieht kein Papier",
        "about": "Kyocera 3253 · Sekretariat",
        "school": "Schule am Moor",
        "kind": "wait",
        "state": "wartet",
        "since": "wartet auf Schule, 2 Tage",
        "last": "Tom Brandt, Fr",
    },
]
SLOTS = [
    {"number": 1, "tone": "ok", "icon": "check", "word": "da"},
    {"number": 2, "tone": "now", "icon": "", "word": "jetzt"},
    {"number": 3, "tone": "bad", "icon": "x", "word": "fehlt"},
    {"number": 4, "tone": "", "icon": "", "word": "offen"},
]
