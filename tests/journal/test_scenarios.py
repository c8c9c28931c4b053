"""Steps as people take them, and the lines they leave: who, and in which words it is read later."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from assets.cases import workflow as cases
from assets.labels import workflow as labels
from itsm.accounts import workflow
from itsm.accounts.people import workflow as colleagues
from itsm.files.uploads import Accepted
from itsm.journal import timeline
from itsm.journal.models import Event, Subject
from itsm.journal.wording import WORDING
from itsm.people.models import Invitation
from itsm.people.roles import Role
from loans import workflow as loans
from loans.models import Condition, Loan, Training
from tests.files.test_storage import full_disk  # noqa: F401  fixture
from tests.loans.conftest import (  # noqa: F401  fixtures
    bring_back,
    case,
    kinds,
    loan,
    make_loan,
    other_case,
    running,
)
from tests.tickets.conftest import reported, ticket  # noqa: F401  fixtures
from tickets import workflow as tickets

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """`told(thing)`: the lines about it since the last time: (verb, who, words), in their order."""
    seen = set()

    def _told(thing):
        rows = reversed(list(Subject.objects.about(thing)))
        new = [row for row in rows if row.event_id not in seen]
        seen.update(row.event_id for row in new)
        lines = timeline.lines(new, inside_ticket=True)
        return [(line.verb, line.detail, line.sentence) for line in lines]

    return _told


def test_a_ticket_waits_goes_on_and_comes_back_from_the_technicians(told, ticket, vera):  # noqa: F811
    told(ticket)
    tickets.take_over(ticket, by=vera)
    tickets.wait(ticket, by=vera, waiting_for="part", note="Lampe bestellt")
    tickets.resume(ticket, by=vera)
    tickets.escalate(ticket, by=vera, note="Netzteil?")
    tickets.take_back(ticket, by=vera)
    assert told(ticket) == [
        ("ticket.taken_over", "Vera", "Übernommen"),
        ("ticket.waits", "Vera", "Wartet auf ein Ersatzteil. Lampe bestellt"),
        ("ticket.resumed", "Vera", "Es geht weiter"),
        ("ticket.escalated", "Vera", "An die Technik weitergegeben. Netzteil?"),
        ("ticket.taken_back", "Vera", "Von der Technik zurückgeholt"),
    ]


def test_a_reporter_takes_it_back(told, ticket, anna):  # noqa: F811
    told(ticket)
    tickets.withdraw(ticket, by=anna)
    assert told(ticket) == [("ticket.withdrawn", "Anna", "Von der meldenden Person zurückgezogen")]


def test_nothing_more_is_done_about_it(told, ticket, vera):  # noqa: F811
    told(ticket)
    tickets.close(ticket, by=vera, note="Doppelt")
    assert told(ticket) == [("ticket.closed", "Vera", "Geschlossen. Doppelt")]


def test_a_label_is_blocked(told, label, beamer, tom):
    labels.revoke(label, by=tom)
    assert told(beamer) == [("label.revoked", "Tom", "Etikett gesperrt")]


def test_a_held_report_is_accepted(told, deich, label, beamer, no_picture, vera):
    held = tickets.hold(label=label, school=deich, tile=no_picture)
    accepted = tickets.accept(held, by=vera)
    assert told(accepted) == [("ticket.accepted", "Vera", "Nach Durchsicht angenommen")]


def test_a_photo_that_cannot_be_stored_is_named(told, deich, anna, full_disk):  # noqa: F811
    photo = Accepted("beamer.jpg", "jpg", ContentFile(b"x"), True)
    mine = tickets.report(by=anna, school=deich, title="Dunkel", files=[photo])
    assert told(mine.ticket) == [
        ("ticket.reported", "Anna", "Gemeldet auf der Website"),
        ("ticket.file_lost", "Anna", "Eine Datei konnte nicht gespeichert werden: beamer.jpg"),
    ]


def test_pencils_of_a_case_are_counted(told, case, kinds, lena):  # noqa: F811
    told(case)
    cases.count(case, by=lena, kind=kinds.pencil, expected=4, present=3, broken=1)
    assert told(case) == [("case.counted", "Lena", "Stift gezählt: 3 von 4 da, 1 defekt")]


@pytest.fixture
def draft(lena, hanna, deich, case):  # noqa: F811
    """Hanna begins an application; the Wi-Fi is checked by the authority."""
    Condition.objects.create(label_de="WLAN", label_en="Wi-Fi", proof="text")
    return make_loan(hanna, deich, case)


def test_an_application_is_changed_and_proved(told, draft, hanna):
    told(draft)
    loans.amend(draft, by=hanna, purpose="Physik", responsible="Herr Onken")
    condition = draft.conditions.get()
    loans.meet_condition(draft, by=hanna, condition=condition, proof="In allen Räumen")
    assert told(draft) == [
        ("loan.amended", "Hanna", "Antrag geändert: Zweck „Mathe“ → „Physik“; verantwortlich"),
        ("loan.condition_given", "Hanna", "Nachweis abgegeben: WLAN"),
    ]


def test_a_school_asks_for_more_time_and_hears_no(told, running, hanna, lena):  # noqa: F811
    told(running)
    last = running.last_day + timedelta(days=30)
    loans.extend(running, by=hanna, end=last + timedelta(days=1), reason="Prüfungen")
    loans.refuse_extension(running, by=lena, reason="Andere warten")
    assert told(running) == [
        ("loan.extension_asked", "Hanna", f"Verlängerung erbeten: bis {last:%d.%m.%Y}. Prüfungen"),
        ("loan.extension_refused", "Lena", "Nicht verlängert: Andere warten"),
    ]


def test_a_case_finds_its_room_and_a_tablet_breaks(told, running, hanna, room204):  # noqa: F811
    told(running)
    loans.name_room(running, by=hanna, location=room204)
    item = running.items.get(slot=2)
    broken = loans.report_fault(running, by=hanna, item=item, description="Display gesprungen")
    assert told(running) == [
        ("loan.room_named", "Hanna", "Steht in: Haupthaus, 2. OG, Raum 204"),
        ("loan.fault_reported", "Hanna", f"Störung in Fach 2: Ticket {broken.ticket.number}"),
    ]


def test_a_case_comes_back_and_something_is_broken(told, running, lena, hanna):  # noqa: F811
    item = running.items.get(slot=1)
    told(running)
    loans.scan_in(running, by=lena, code=item.device.inventory_number)
    item.refresh_from_db()
    loans.undo_scan_in(running, by=lena, item=item)
    bring_back(running, lena)
    item.refresh_from_db()
    loans.inspect(
        running, by=lena, item=item, works=False, complete=True, lendable=False, note="Riss"
    )
    damage = item.damage
    loans.decide(damage, by=lena, decision="school", reason="Sturz")
    loans.evaluate(running, by=hanna, often="weekly", would_buy="yes", used_for="Mathe")
    told_here = [
        line
        for line in told(running)
        if line[0] not in ("loan.scanned_in", "loan.taken_back", "loan.paper_made")
    ]
    assert told_here == [
        ("loan.scan_in_undone", "Lena", "Scan zurückgenommen: IT-K1-01"),
        ("loan.damage_found", "Lena", f"Beschädigt: IT-K1-01, Ticket {damage.ticket.number}"),
        ("loan.inspected", "Lena", "Geprüft: IT-K1-01. Riss"),
        ("loan.damage_decided", "Lena", "Entschieden zu IT-K1-01: die Schule zahlt. Sturz"),
        ("loan.evaluated", "Hanna", "Die Schule hat erzählt, wie es war"),
    ]


def test_a_loan_manager_asks_for_it_by_hand_and_plans_the_end(told, running, lena, hanna):  # noqa: F811
    today = timezone.localdate()
    days = {"start": today - timedelta(days=20), "end": today - timedelta(days=3)}
    Loan.objects.filter(pk=running.pk).update(**days)
    running.refresh_from_db()
    told(running)
    loans.remind_now(running, by=lena, note="Bitte bis Freitag")
    loans.change_of_year([(running, "return")], by=lena, end=running.end, rehearse=False)
    assert told(running) == [
        ("loan.asked_back", "Lena", "Die Schule wurde von Hand erinnert. Bitte bis Freitag"),
        ("loan.return_planned", "Lena", f"Zurückzubringen bis {running.last_day:%d.%m.%Y}"),
    ]


def test_seats_of_a_training_are_taken_and_given_up(told, deich, hanna, lena):
    begins = timezone.now() + timedelta(days=9)
    training = loans.save_training(
        Training(seats=2),
        by=lena,
        title="Koffer kennenlernen",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )
    told(training)
    seat = loans.sign_up(training, by=hanna, school=deich, name="Frau Petersen")
    loans.give_up_seat(seat, by=hanna)
    assert told(training) == [
        ("training.signed_up", "Hanna", "Platz belegt: Koffer kennenlernen"),
        ("training.given_up", "Hanna", "Platz abgegeben: Koffer kennenlernen"),
    ]


def test_schools_tell_each_other_what_worked(told, deich, hanna):
    shared = loans.share(by=hanna, school=deich, title="Trickfilm", worked="Klasse 5, zwei Stunden")
    pk = shared.pk
    loans.take_back_experience(shared, by=hanna)
    shared.pk = pk
    assert told(shared) == [
        ("experience.shared", "Hanna", "Erfahrung geteilt: Trickfilm"),
        ("experience.removed", "Hanna", "Erfahrung entfernt: Trickfilm"),
    ]


def test_an_address_of_a_calendar_is_made(lena):
    loans.new_feed(by=lena)
    event = Event.objects.get(verb="loan.feed_made")
    assert (event.by, event.details) == (lena, {})


def test_a_colleague_comes_in_by_the_invitation_and_makes_new_codes(told, adam, deich):
    eva = colleagues.invite(
        by=adam,
        first_name="Eva",
        last_name="Meier",
        email="eva@example.org",
        role=Role.TEACHER,
        schools=[deich],
    )
    told(eva)
    invitation = Invitation.objects.get(person=eva)
    colleagues.accept_invitation(invitation, password="ein gutes langes Kennwort")
    workflow.codes_made(eva)
    assert told(eva) == [
        ("user.joined", "Eva Meier", "Zum ersten Mal angemeldet"),
        ("user.codes_made", "Eva Meier", "Neue Notfallcodes erstellt"),
    ]


def test_every_verb_is_looked_for_by_some_test():
    """So that a step that forgets its line, or writes another one, does not go unnoticed."""
    here = Path(settings.BASE_DIR) / "tests"
    words = "\n".join(path.read_text() for path in here.glob("**/*.py"))
    assert {verb for verb in WORDING if f'"{verb}"' not in words} == set()
