"""One school's things, each with words that nobody of the other school may ever read."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from assets.models import AccessoryKind, CaseAccessory, Category, DeviceFile, DeviceImport
from itsm.journal.record import record
from loans.models import (
    CataloguePhoto,
    Condition,
    Damage,
    Experience,
    Loan,
    LoanItem,
    LoanPaper,
    LoanPhoto,
    PreparationTask,
    ReminderRule,
    Stage,
    Training,
)
from tests.conftest import make_device, make_label, make_place
from tickets import workflow
from tickets.models import Comment, Report, TicketFile
from tickets.receipts import receipt_of

# What stands in every file: words that no address or token happens to hold.
KEPT = b"nobody else may read this"
AT_DEICH = ["anna", "vera", "hanna"]
AT_MOOR = ["otto", "olga", "nora"]
EVERYWHERE = ["tom", "lena", "adam"]
PEOPLE = [*AT_DEICH, *EVERYWHERE, *AT_MOOR, "ida"]
# Nothing of the Gymnasium is any of their business.
STRANGERS = [*AT_MOOR, "ida", "nobody"]
# What changes with every visit and belongs to no school.
OF_NO_SCHOOL = {"Session", "Bucket", "OnceKey"}


def first_here(names) -> list:
    """The first of these people in `make test`, all the others in `make prove`: each knocks at every
    address there is, and that takes its time."""
    first, *others = names
    return [first, *(pytest.param(name, marks=pytest.mark.prove) for name in others)]


class NoSignIn(Client):
    """The browser of somebody who never signed in."""


def person(user) -> Client:
    """The browser of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client


def fill(school, catalogue, *, reporter, worker):
    """A house with a room, a device, labels, tickets, files, words and a held report."""
    short, word = school.short_name, school.short_name.lower()
    site = make_place(f"Gelände {short}", "site", school=school)
    house = make_place(f"Haus {short}", "building", site, school)
    room = make_place(f"Zimmer {short}", "room", house, school)
    device = make_device(
        f"{short}-00417",
        catalogue["category"],
        school,
        room,
        model=catalogue["model"],
        serial_number=f"SERIE{short}",
        name=f"Gerät {short}",
        notes=f"Notiz {short}",
        search=f"{word}-00417 serie{word}",
    )
    spare = make_device(f"{short}-00418", catalogue["category"], school, room)
    label, room_label = make_label(device), make_label(room)
    told = workflow.report(
        by=reporter,
        school=school,
        devices=[device],
        location=room,
        tile=catalogue["tile"],
        title=f"Ausfall {short}",
        description=f"Beschreibung {short}",
    )
    by_phone = workflow.report(
        school=school,
        devices=[device],
        title=f"Zweiter Ausfall {short}",
        label=label,
        name=f"Frau {short}",
        email=f"{word}@example.org",
    )
    workflow.take_over(by_phone.ticket, by=worker)
    things = SimpleNamespace(
        school=school,
        site=site,
        room=room,
        device=device,
        spare=spare,
        label=label,
        room_label=room_label,
        ticket=told.ticket,
        receipt=receipt_of(by_phone),
        words=[],
        handled=by_phone.ticket,
        worker=worker,
        reporter=reporter,
    )
    _papers(things, short)
    _case(things, short)
    _together(things, short)
    return things


def _case(things, short):
    """A case of the authority with one tablet and pencils, at this school for a year, with the
    application, a condition, a contract and something that is still open."""
    at, today = timezone.now(), timezone.localdate()
    kind, tablets, things.pencil = _kinds_of_cases()
    lent = {"state": "lent", "lent_to": things.school}
    case = make_device(
        f"IT-K-{short}", kind, None, things.room, capacity=2, apps=f"App {short}", **lent
    )
    inside = make_device(f"IT-T-{short}", tablets, None, things.room, case=case, slot=1, **lent)
    CaseAccessory.objects.create(case=case, kind=things.pencil, expected=2, present=2)
    loan = Loan.objects.create(
        school=things.school,
        category=kind,
        case=case,
        start=today,
        end=today + timedelta(365),
        purpose=f"Zweck {short}",
        responsible=f"Leihe {short}",
        state="handed_over",
        location=things.room,
        created_at=at,
        updated_at=at,
        search=f"zweck {short.lower()}",
    )
    items = [
        LoanItem.objects.create(loan=loan, device=one, slot=one.slot, is_out=True, came_at=at)
        for one in (case, inside)
    ]
    asked = Condition.objects.get_or_create(label_de="WLAN", label_en="Wi-Fi")[0]
    things.proof = loan.conditions.create(
        condition=asked, proof=f"Nachweis {short}", file_name=f"Plan {short}.txt", file_kind="txt"
    )
    things.proof.file.save("plan.txt", ContentFile(KEPT))
    things.stage = Stage.objects.get_or_create(label_de="Ausleihe", role="lender")[0]
    things.catalogue_photo = _photo_of(kind)
    loan.accessories.create(kind=things.pencil, out=2)
    owed = {"person": things.worker, "due_on": today, "created_at": at}
    things.owed = loan.open_items.create(kind="other", text=f"Offen {short}", item=items[1], **owed)
    things.damage = Damage.objects.create(item=items[1], created_at=at)
    things.task = PreparationTask.objects.get_or_create(label_de="geladen")[0]
    things.loan_photo = LoanPhoto(loan=loan, item=items[1], act="handover", created_at=at)
    things.loan_photo.file.save("koffer.jpg", ContentFile(KEPT))
    paper = LoanPaper(
        loan=loan, kind="contract", title=f"Vertrag {short}", size=len(KEPT), created_at=at
    )
    paper.file.save("vertrag.pdf", ContentFile(KEPT), save=False)
    paper.save()
    record(
        things.worker,
        "loan.handed_over",
        loan,
        case,
        inside,
        school=things.school,
        note=f"Ausgabe {short}",
    )
    things.case, things.inside, things.running, things.loan_paper = case, inside, loan, paper
    things.words = [
        f"IT-K-{short}",
        f"IT-T-{short}",
        f"App {short}",
        f"Zweck {short}",
        f"Leihe {short}",
        f"Nachweis {short}",
        f"Offen {short}",
        f"Vertrag {short}",
        f"Ausgabe {short}",
        *things.words,
    ]


def _photo_of(kind):
    """What everybody may see who looks into the catalogue."""
    photo, new = CataloguePhoto.objects.get_or_create(category=kind, name="koffer.txt", kind="txt")
    if new:
        photo.file.save("koffer.txt", ContentFile(KEPT))
    return photo


def _together(things, short):
    """A lesson booked, what the school said and told, and somebody of it who was at a training."""
    at, by, school = timezone.now(), things.reporter, things.school
    mine = {"by": by, "created_at": at}
    things.booking = things.running.bookings.create(
        day=timezone.localdate(), first=2, last=3, purpose=f"Stunde {short}", **mine
    )
    held = Training.objects.get_or_create(
        title="Schulung", defaults={"starts_at": at, "ends_at": at + timedelta(hours=2), "seats": 9}
    )[0]
    things.seat = held.taken.create(school=school, name=f"Sitz {short}", attended=True, **mine)
    things.told = Experience.objects.create(school=school, title="Erfahrung", worked="Gut", **mine)
    things.reminder = ReminderRule.objects.get_or_create(days=-60, to="head", subject="Ende")[0]
    things.words = [f"Stunde {short}", f"Sitz {short}", *things.words]


def _kinds_of_cases():
    """What all schools share: the kinds of things a case is made of."""
    kind = {"label_en": "Tablet case", "is_case": True}
    return (
        Category.objects.get_or_create(label_de="Tablet-Koffer", defaults=kind)[0],
        Category.objects.get_or_create(label_de="Tablet", label_en="Tablet")[0],
        AccessoryKind.objects.get_or_create(label_de="Stift", label_en="Pencil")[0],
    )


def _papers(things, short):
    ticket, device, at = things.ticket, things.device, timezone.now()
    for visibility in ("reporter", "school", "authority"):
        Comment.objects.create(
            ticket=ticket,
            text=f"Gesagt {short}",
            visibility=visibility,
            created_at=at,
            by=things.worker,
        )
    paper = {"name": f"Papier {short}.txt", "kind": "txt", "size": len(KEPT)}
    things.file = TicketFile(ticket=ticket, visibility="reporter", **paper)
    things.file.file.save("papier.txt", ContentFile(KEPT))
    things.device_file = DeviceFile(device=device, **paper)
    things.device_file.file.save("papier.txt", ContentFile(KEPT))
    things.held = Report.objects.create(
        label=things.label,
        school=things.school,
        state="held",
        channel="label",
        text=f"Zurückgehalten {short}",
        created_at=at,
    )
    things.held_file = TicketFile(report=things.held, visibility="reporter", **paper)
    things.held_file.file.save("papier.txt", ContentFile(KEPT))
    things.table = DeviceImport.objects.create(by=things.worker, name=f"Tabelle {short}.csv")
    things.words = [
        f"{short}-00417",
        f"{short}-00418",
        f"SERIE{short}",
        f"Gerät {short}",
        f"Notiz {short}",
        f"Ausfall {short}",
        f"Beschreibung {short}",
        f"Gesagt {short}",
        f"Papier {short}",
        f"Frau {short}",
        f"{short.lower()}@example.org",
        f"Zimmer {short}",
        f"Haus {short}",
        f"Gelände {short}",
        f"Zurückgehalten {short}",
        f"Tabelle {short}",
        things.label.code,
        things.school.name,
    ]


def rows() -> dict[str, str]:
    """A fingerprint of each table, so that a change shows where it happened."""
    return {
        model._meta.label: _fingerprint(model)
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ not in OF_NO_SCHOOL
    }


def _fingerprint(model) -> str:
    names = [f.attname for f in model._meta.concrete_fields if f.name != "last_login"]
    kept = list(model._base_manager.order_by("pk").values_list(*names))
    return f"{len(kept)} {hashlib.sha256(repr(kept).encode()).hexdigest()[:12]}"


def changed(before) -> list[str]:
    """The tables that are not as they were."""
    now = rows()
    return sorted(name for name in before if before[name] != now[name])
