"""What lending starts with: accessories, conditions, stages, statuses; all of it adaptable."""

from django.db import transaction

from assets.models import AccessoryKind
from assets.starting_set import load_statuses
from itsm.fields.models import Status
from loans.models import Condition, LoanSettings, PaperText, PreparationTask, ReminderRule, Stage
from loans.papers.starting_texts import TEXTS
from loans.starting_words import REMINDERS

# State, word, English word, colour; the first of each state is the usual one.
LOAN_STATUSES = (
    ("draft", "Entwurf", "draft", "neutral"),
    ("submitted", "beantragt", "applied for", "info"),
    ("submitted", "Rückfrage offen", "question open", "warning"),
    ("waitlisted", "auf der Warteliste", "on the waiting list", "warning"),
    ("approved", "zugesagt", "approved", "action"),
    ("prepared", "vorbereitet", "prepared", "action"),
    ("handed_over", "an der Schule", "at the school", "success"),
    ("returned", "zurück, wird geprüft", "back, being inspected", "warning"),
    ("closed", "abgeschlossen", "finished", "neutral"),
    ("refused", "abgelehnt", "refused", "danger"),
    ("withdrawn", "zurückgezogen", "withdrawn", "neutral"),
)
ACCESSORIES = (
    ("Stift", "Pencil", "edit", "99.00"),
    ("Kopfhörer", "Headphones", "headphones", "19.90"),
    ("Netzteil", "Charger", "charger", "25.00"),
    ("Ladekabel", "Charging cable", "cable", "12.00"),
    ("Adapter", "Adapter", "cable", "35.00"),
    ("Tastatur", "Keyboard", "keyboard", "59.00"),
    ("Hülle", "Sleeve", "tablet", "24.00"),
)
CONDITIONS = (
    ("WLAN dort, wo gearbeitet wird", "Wi-Fi where it is used", "tick", "authority"),
    ("Steckdosen und ein abschließbarer Raum", "Sockets and a lockable room", "text", "school"),
    ("Schulungsplan", "Training plan", "file", "authority"),
    ("Verantwortliche Person benannt", "Responsible person named", "tick", "school"),
    ("Datenschutzhinweise ausgehändigt", "Privacy information given", "tick", "school"),
    ("Medienkonzept liegt vor", "Media concept on file", "date", "authority"),
)
PREPARATION = (
    ("Zurückgesetzt", "Reset"),
    ("Auf dem neuesten Stand", "Updated"),
    ("Apps vollständig", "Apps complete"),
    ("Namen gesetzt", "Names set"),
    ("Geladen, mindestens 80 %", "Charged, 80 % at least"),
    ("Gezählt", "Counted"),
)
STAGES = (("Schulleitung", "Head of school", "head"), ("Verleihstelle", "Loan manager", "lender"))


@transaction.atomic
def load_starting_set() -> dict[str, int]:
    """Fill whatever is still empty, change nothing that is there; says what was made."""
    return {
        "loan statuses": load_statuses(Status.Kind.LOAN, LOAN_STATUSES),
        "accessories": _accessories(),
        "conditions": _conditions(),
        "stages": _stages(),
        "reminders": _reminders(),
        "preparation": _preparation(),
        "papers": _papers(),
    }


def _accessories():
    if AccessoryKind.objects.exists():
        return 0
    rows = [
        AccessoryKind(label_de=de, label_en=en, icon=icon, value=value, order=order)
        for order, (de, en, icon, value) in enumerate(ACCESSORIES)
    ]
    return len(AccessoryKind.objects.bulk_create(rows))


def _conditions():
    if Condition.objects.exists():
        return 0
    rows = [
        Condition(label_de=de, label_en=en, proof=proof, checker=checker, order=order)
        for order, (de, en, proof, checker) in enumerate(CONDITIONS)
    ]
    return len(Condition.objects.bulk_create(rows))


def _stages():
    if Stage.objects.exists():
        return 0
    rows = [
        Stage(label_de=de, label_en=en, role=role, order=order)
        for order, (de, en, role) in enumerate(STAGES)
    ]
    return len(Stage.objects.bulk_create(rows))


def _reminders():
    LoanSettings.objects.get_or_create(pk=1)
    if ReminderRule.objects.exists():
        return 0
    rows = [
        ReminderRule(days=days, to=to, subject=subject, text=text)
        for days, to, subject, text in REMINDERS
    ]
    return len(ReminderRule.objects.bulk_create(rows))


def _preparation():
    if PreparationTask.objects.exists():
        return 0
    rows = [
        PreparationTask(label_de=de, label_en=en, order=order)
        for order, (de, en) in enumerate(PREPARATION)
    ]
    return len(PreparationTask.objects.bulk_create(rows))


def _papers():
    if PaperText.objects.exists():
        return 0
    rows = [PaperText(kind=kind, title=title, body=body) for kind, (title, body) in TEXTS.items()]
    return len(PaperText.objects.bulk_create(rows))
