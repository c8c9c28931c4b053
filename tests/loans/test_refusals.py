"""Every "no" of lending is one whole sentence, and nothing has changed after it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core import serializers
from django.utils import timezone

from assets.models import Category, Device
from itsm.fields.models import Status
from itsm.people.models import User
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import (
    Booking,
    Condition,
    Damage,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanItem,
    LoanPhoto,
    OpenItem,
    PreparationTask,
    Signature,
    Training,
)
from tests.conftest import make_device
from tests.loans.conftest import SIGNED, bring_back, make_case, make_loan, year

TODAY = timezone.localdate
KEPT = (Loan, LoanItem, LoanAccessory, LoanCondition, OpenItem, Damage, Booking, Signature, Device)


REFUSALS = []


def refusal(case):
    """Gives the step that is refused, and the sentence."""
    REFUSALS.append(case)
    return case


def kept():
    """Everything a refused step could have changed."""
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in KEPT]


@pytest.fixture
def story(lena, hanna, deich, moor, kinds, room12):
    """Loans in many states, each with a case of its own."""
    s = SimpleNamespace(lena=lena, hanna=hanna, deich=deich, moor=moor, kinds=kinds, room12=room12)
    s.count = 0

    def loan(to, **more):
        s.count += 1
        case = more.pop("case", None) or make_case(f"IT-R{s.count}", kinds, lena, tablets=1)
        return make_loan(lena, deich, case, to=to, **more)

    s.loan = loan
    return s


def apply(s, **more):
    facts = {"purpose": "x", "responsible": "y", "category": s.kinds.case, **year(), **more}
    return lambda: workflow.apply(by=s.lena, school=s.deich, **facts)


def proof(s, kind):
    """A draft that asks for this kind of proof."""
    loan = s.loan("draft")
    asked = Condition.objects.create(label_de="Nachweis", label_en="Proof", proof=kind)
    row = LoanCondition.objects.create(loan=loan, condition=asked)
    return lambda: workflow.meet_condition(loan, by=s.hanna, condition=row)


def item_of(loan, slot=1):
    return loan.items.get(slot=slot)


@refusal
def several_of_this_case(s):
    case = make_case("IT-X", s.kinds, s.lena, tablets=0)
    return apply(
        s, case=case, quantity=2
    ), "Diesen Koffer gibt es nur einmal. Für mehrere wählen Sie eine Art."


@refusal
def too_many(s):
    return apply(s, quantity=21), "Höchstens 20 Koffer auf einmal."


@refusal
def no_case(s):
    tablet = make_device("IT-T", s.kinds.tablet, None)
    return apply(s, case=tablet), "Verliehen werden nur Koffer."


@refusal
def retired_case(s):
    case = make_case("IT-X", s.kinds, s.lena, tablets=0)
    Device.objects.filter(pk=case.pk).update(state="retired")
    case.refresh_from_db()
    return apply(s, case=case), "Dieser Koffer ist ausgemustert."


@refusal
def no_kind(s):
    return apply(
        s, category=s.kinds.tablet
    ), "Bitte wählen Sie einen Koffer oder eine Art von Koffer."


@refusal
def ends_before_it_begins(s):
    return apply(s, end=TODAY()), "Der letzte Tag liegt vor dem ersten."


@refusal
def another_century(s):
    return apply(s, end=date(2100, 1, 1)), "Bitte geben Sie einen Tag zwischen 2000 und 2099 an."


@refusal
def amended_too_late(s):
    loan = s.loan("approved")
    return (
        lambda: workflow.amend(loan, by=s.lena, end=loan.end + timedelta(days=1)),
        "Darüber ist schon entschieden, es lässt sich nicht mehr ändern.",
    )


@refusal
def words_amended_after_the_end(s):
    loan = s.loan("closed")
    return (
        lambda: workflow.amend(loan, by=s.lena, purpose="anders"),
        "Darüber ist schon entschieden, es lässt sich nicht mehr ändern.",
    )


@refusal
def proved_too_late(s):
    loan = s.loan("handed_over")
    asked = Condition.objects.create(label_de="Nachweis", label_en="Proof")
    row = LoanCondition.objects.create(loan=loan, condition=asked)
    return (
        lambda: workflow.meet_condition(loan, by=s.lena, condition=row),
        "Darüber ist schon entschieden, es lässt sich nicht mehr ändern.",
    )


@refusal
def no_word(s):
    return proof(s, "text"), "Bitte schreiben Sie, wie das erfüllt ist."


@refusal
def no_paper(s):
    return proof(s, "file"), "Bitte fügen Sie den Nachweis als Datei bei."


@refusal
def no_day(s):
    return proof(s, "date"), "Bitte geben Sie an, bis wann es gilt."


@refusal
def not_attended(s):
    return proof(s, "training"), "Das wird durch die Teilnahme an einer Schulung erfüllt."


@refusal
def a_status_of_another_state(s):
    loan = s.loan("draft")
    status = Status.objects.create(kind="loan", state="closed", label_de="weg", label_en="gone")
    return lambda: workflow.amend(
        loan, by=s.lena, status=status
    ), "Dieser Status kann hier nicht gesetzt werden."


@refusal
def more_than_were_applied_for(s):
    loan = s.loan("submitted")
    return (
        lambda: workflow.decide_together(loan, by=s.lena, number=2),
        "Über so viele Koffer ist nicht zu entscheiden.",
    )


@refusal
def a_rest_nobody_knows(s):
    loan = s.loan("submitted")
    return (
        lambda: workflow.decide_together(loan, by=s.lena, number=0, rest="x"),
        "Über so viele Koffer ist nicht zu entscheiden.",
    )


@refusal
def a_rest_refused_without_a_word(s):
    loan = s.loan("submitted")
    return (
        lambda: workflow.decide_together(loan, by=s.lena, number=0, rest="refuse", reason=" "),
        "Bitte begründen Sie es: Die Schule liest das.",
    )


@refusal
def a_case_of_another_kind(s):
    loan = s.loan("submitted")
    kind = Category.objects.create(label_de="Laptop-Koffer", label_en="L", is_case=True)
    case = make_device("IT-L", kind, None)
    return lambda: workflow.approve(
        loan, by=s.lena, case=case
    ), "Dieser Koffer kann nicht zugesagt werden."


@refusal
def a_missing_case(s):
    loan = s.loan("submitted")
    Device.objects.filter(pk=loan.case_id).update(state="missing")
    return lambda: workflow.approve(loan, by=s.lena), "Dieser Koffer kann nicht zugesagt werden."


@refusal
def refused_without_a_word(s):
    loan = s.loan("submitted")
    return (
        lambda: workflow.refuse(loan, by=s.lena, reason=" "),
        "Bitte begründen Sie es: Die Schule liest das.",
    )


@refusal
def extended_before_it_is_promised(s):
    loan = s.loan("submitted")
    return (
        lambda: workflow.extend(loan, by=s.lena, end=loan.end + timedelta(days=1)),
        "Nur eine zugesagte oder laufende Ausleihe kann verlängert werden.",
    )


@refusal
def extended_by_nothing(s):
    loan = s.loan("approved")
    return lambda: workflow.extend(loan, by=s.lena, end=loan.end), "So lange läuft sie ohnehin."


@refusal
def extended_into_another_loan(s):
    loan = s.loan("approved")
    make_loan(
        s.lena, s.moor, loan.case, to="approved", start=date(2090, 5, 1), end=date(2090, 6, 1)
    )
    Loan.objects.filter(pk=loan.pk).update(start=date(2090, 1, 1), end=date(2090, 2, 1))
    loan.refresh_from_db()
    return (
        lambda: workflow.extend(loan, by=s.lena, end=date(2090, 5, 2)),
        "BBS am Moor hat diesen Koffer ab dem 1. Mai 2090.",
    )


@refusal
def nobody_asked_for_more(s):
    loan = s.loan("approved")
    return (
        lambda: workflow.refuse_extension(loan, by=s.lena, reason="x"),
        "Niemand hat um Verlängerung gebeten.",
    )


@refusal
def not_longer_without_a_word(s):
    loan = s.loan("approved")
    workflow.extend(loan, by=s.hanna, end=loan.end + timedelta(days=1))
    return (
        lambda: workflow.refuse_extension(loan, by=s.lena, reason=" "),
        "Bitte begründen Sie es: Die Schule liest das.",
    )


@refusal
def what_is_broken_is_not_scanned(s):
    loan = s.loan("prepared")
    Device.objects.filter(pk=item_of(loan).device_id).update(state="in_repair")
    return (
        lambda: workflow.scan_out(loan, by=s.lena, code=item_of(loan).device.inventory_number),
        "IT-R1-01 ist „in Reparatur“ und bleibt hier.",
    )


@refusal
def left_out_without_a_word(s):
    loan = s.loan("prepared")
    return (
        lambda: workflow.leave_out(loan, by=s.lena, item=item_of(loan), reason=" "),
        "Bitte schreiben Sie, warum es hierbleibt.",
    )


@refusal
def without_the_case_itself(s):
    loan = s.loan("prepared")
    workflow.scan_out(loan, by=s.lena, code="IT-R1-01")
    workflow.leave_out(loan, by=s.lena, item=loan.items.get(slot=None), reason="kaputt")
    return (
        lambda: workflow.hand_over(loan, by=s.lena, signatures=SIGNED),
        "Ohne den Koffer selbst gibt es nichts auszugeben.",
    )


@refusal
def into_another_schools_room(s):
    loan = s.loan("prepared")
    for item in loan.items.select_related("device"):
        workflow.scan_out(loan, by=s.lena, code=item.device.inventory_number)
    return (
        lambda: workflow.hand_over(loan, by=s.lena, signatures=SIGNED, location=s.room12),
        "Dieser Raum gehört zu einer anderen Schule.",
    )


@refusal
def named_another_schools_room(s):
    loan = s.loan("handed_over")
    return (
        lambda: workflow.name_room(loan, by=s.lena, location=s.room12),
        "Dieser Raum gehört zu einer anderen Schule.",
    )


@refusal
def scanned_before_it_is_prepared(s):
    loan = s.loan("approved")
    return (
        lambda: workflow.scan_out(loan, by=s.lena, code="IT-R1"),
        "Das geht nicht: Der Stand ist jetzt „zugesagt“.",
    )


@refusal
def planned_anew_too_late(s):
    loan = s.loan("handed_over")
    days = {"case": loan.case, "start": loan.start, "end": loan.end + timedelta(days=1)}
    return (
        lambda: workflow.replan(loan, by=s.lena, **days),
        "Neu planen lässt sich nur, was zugesagt und noch nicht ausgegeben ist.",
    )


@refusal
def planned_backwards(s):
    loan = s.loan("approved")
    days = {"case": loan.case, "start": loan.start, "end": loan.start}
    return lambda: workflow.replan(loan, by=s.lena, **days), "Der letzte Tag liegt vor dem ersten."


@refusal
def not_all_is_done(s):
    loan = s.loan("approved")
    PreparationTask.objects.create(label_de="geladen", label_en="charged")
    return (
        lambda: workflow.prepare(loan, by=s.lena),
        "Noch zu tun: geladen. Bitte abhaken oder sagen, warum nicht.",
    )


@refusal
def too_many_pictures(s):
    loan = s.loan("approved")
    row = {"loan": loan, "act": "handover", "by": s.lena, "created_at": timezone.now()}
    LoanPhoto.objects.bulk_create(LoanPhoto(file=f"x{n}.jpg", **row) for n in range(60))
    return (
        lambda: workflow.add_photo(loan, by=s.lena, act="handover", accepted=None),
        "Es sind schon 60 Bilder.",
    )


@refusal
def a_picture_that_is_signed_for(s):
    loan = s.loan("handed_over")
    photo = LoanPhoto.objects.create(
        loan=loan, act="handover", by=s.lena, created_at=timezone.now(), file="x.jpg"
    )
    return (
        lambda: workflow.remove_photo(photo, by=s.lena),
        "Es ist unterschrieben: Die Bilder bleiben, wie sie sind.",
    )


@refusal
def a_scan_undone_too_late(s):
    loan = s.loan("returned")
    return (
        lambda: workflow.undo_scan_in(loan, by=s.lena, item=item_of(loan)),
        "Das lässt sich nicht mehr zurücknehmen.",
    )


@refusal
def more_broken_than_there_are(s):
    loan = s.loan("handed_over")
    row = loan.accessories.get()
    return (
        lambda: workflow.count_in(loan, by=s.lena, accessory=row, back=1, broken=2),
        "Es können nicht mehr defekt sein, als vorhanden sind.",
    )


@refusal
def counted_before_it_went_out(s):
    loan = s.loan("prepared")
    row = loan.accessories.get()
    return (
        lambda: workflow.count_in(loan, by=s.lena, accessory=row, back=1),
        "Von dieser Ausleihe ist nichts auf dem Rückweg.",
    )


@refusal
def taken_back_without_the_case(s):
    loan = s.loan("handed_over")
    return (
        lambda: workflow.take_back(loan, by=s.lena),
        "Der Koffer selbst ist noch nicht zurück. Bitte scannen Sie ihn zuerst.",
    )


@refusal
def looked_at_before_it_is_back(s):
    loan = s.loan("handed_over")
    fine = {"works": True, "complete": True, "lendable": True}
    return (
        lambda: workflow.inspect(loan, by=s.lena, item=item_of(loan), **fine),
        "Es ist noch nicht zurück.",
    )


def damage(s):
    loan = s.loan("returned")
    workflow.inspect(
        loan, by=s.lena, item=item_of(loan), works=False, complete=True, lendable=False, note="x"
    )
    return Damage.objects.get()


@refusal
def nobody_pays(s):
    found = damage(s)
    return (
        lambda: workflow.decide(found, by=s.lena, decision=""),
        "Bitte geben Sie an, wer zahlt.",
    )


@refusal
def decided_twice(s):
    found = damage(s)
    workflow.decide(found, by=s.lena, decision="school", reason="x")
    return (
        lambda: workflow.decide(found, by=s.lena, decision="authority"),
        "Darüber ist schon entschieden.",
    )


@refusal
def done_twice(s):
    damage(s)
    owed = OpenItem.objects.get()
    workflow.resolve(owed, by=s.lena, result="bezahlt")
    return lambda: workflow.resolve(owed, by=s.lena, result="x"), "Das ist schon erledigt."


@refusal
def done_without_a_word(s):
    damage(s)
    owed = OpenItem.objects.get()
    return (
        lambda: workflow.resolve(owed, by=s.lena, result=" "),
        "Bitte schreiben Sie, was daraus geworden ist.",
    )


@refusal
def closed_before_it_is_looked_at(s):
    loan = s.loan("returned")
    return lambda: workflow.close(loan, by=s.lena), "Noch sind nicht alle Geräte geprüft."


@refusal
def the_case_itself_is_not_swapped(s):
    loan = s.loan("handed_over")
    spare = make_device("IT-S", s.kinds.tablet, None, state="in_storage")
    return (
        lambda: workflow.swap(loan, by=s.lena, item=loan.items.get(slot=None), spare=spare),
        "Nur ein Gerät, das die Schule hat, kann getauscht werden.",
    )


@refusal
def a_fault_on_what_is_not_there(s):
    loan = s.loan("prepared")
    return (
        lambda: workflow.report_fault(loan, by=s.hanna, item=item_of(loan), description="x"),
        "Dieser Koffer ist nicht an der Schule.",
    )


@refusal
def signed_without_a_name(s):
    loan = s.loan("handed_over")
    bring_all_but_the_signature(s, loan)
    return (
        lambda: workflow.take_back(
            loan, by=s.lena, signatures=[{"side": "school", "name": " ", "strokes": [[[0, 0]]]}]
        ),
        "Bitte geben Sie den Namen der unterschreibenden Person an.",
    )


@refusal
def signed_with_more_than_a_hand_draws(s):
    loan = s.loan("handed_over")
    bring_all_but_the_signature(s, loan)
    strokes = [[[0, 0]]] * 201
    return (
        lambda: workflow.take_back(
            loan, by=s.lena, signatures=[{"side": "school", "name": "x", "strokes": strokes}]
        ),
        "Die Unterschrift war nicht lesbar. Bitte unterschreiben Sie noch einmal oder tippen Sie "
        "den Namen.",
    )


def bring_all_but_the_signature(s, loan):
    for item in loan.items.select_related("device"):
        workflow.scan_in(loan, by=s.lena, code=item.device.inventory_number)


@refusal
def booked_after_the_end(s):
    loan = s.loan("handed_over", start=TODAY(), end=TODAY() + timedelta(days=3))
    workflow.book(loan, by=s.hanna, day=loan.last_day)
    return (
        lambda: workflow.book(loan, by=s.hanna, day=loan.end),
        "An diesem Tag ist der Koffer nicht an der Schule.",
    )


@refusal
def booked_backwards(s):
    loan = s.loan("handed_over")
    return (
        lambda: workflow.book(loan, by=s.hanna, day=TODAY(), first=3, last=2),
        "Bitte wählen Sie Stunden von 1 bis 12.",
    )


@refusal
def evaluated_before_it_was_there(s):
    loan = s.loan("approved")
    return (
        lambda: workflow.evaluate(loan, by=s.hanna, often="daily", would_buy="yes"),
        "Bitte nutzen Sie den Koffer erst.",
    )


def training(s, **more):
    begins = timezone.now() + timedelta(days=3)
    facts = {"title": "T", "starts_at": begins, "ends_at": begins + timedelta(hours=1), "seats": 1}
    return workflow.save_training(Training(), by=s.lena, **facts | more)


@refusal
def a_training_that_ends_before_it_begins(s):
    return (
        lambda: training(s, ends_at=timezone.now()),
        "Das Ende liegt vor dem Beginn.",
    )


@refusal
def a_seat_at_a_cancelled_training(s):
    one = training(s)
    workflow.save_training(one, by=s.lena, cancelled=True)
    return (
        lambda: workflow.sign_up(one, by=s.hanna, school=s.deich, name="x"),
        "Diese Schulung ist vorbei oder abgesagt.",
    )


@refusal
def a_seat_at_a_training_that_has_begun(s):
    one = training(s)
    Training.objects.filter(pk=one.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    return (
        lambda: workflow.sign_up(one, by=s.hanna, school=s.deich, name="x"),
        "Diese Schulung ist vorbei oder abgesagt.",
    )


@refusal
def one_seat_too_many(s):
    one = training(s)
    workflow.sign_up(one, by=s.hanna, school=s.deich, name="x")
    return (
        lambda: workflow.sign_up(one, by=s.hanna, school=s.deich, name="y"),
        "Es ist kein Platz mehr frei.",
    )


@refusal
def fewer_seats_than_people(s):
    one = training(s)
    workflow.sign_up(one, by=s.hanna, school=s.deich, name="x")
    return (
        lambda: workflow.save_training(one, by=s.lena, seats=0),
        "Es sind schon mehr Plätze vergeben.",
    )


@refusal
def a_seat_of_somebody_who_was_there(s):
    one = training(s)
    seat = workflow.sign_up(one, by=s.hanna, school=s.deich, name="x")
    workflow.note_attendance(one, by=s.lena, attended={seat.pk})
    return lambda: workflow.give_up_seat(seat, by=s.hanna), "Diese Person war da."


@refusal
def reminded_by_hand_too_early(s):
    loan = s.loan("handed_over")
    return lambda: workflow.remind_now(
        loan, by=s.lena
    ), "Von Hand erinnert wird nur an Überfälliges."


@refusal
def nobody_to_remind(s):
    loan = s.loan("handed_over", start=TODAY() - timedelta(days=3), end=TODAY())
    User.objects.filter(pk=s.hanna.pk).update(email="")
    return (
        lambda: workflow.remind_now(loan, by=s.lena),
        "Niemand an dieser Schule hat hier eine E-Mail-Adresse. Bitte rufen Sie an.",
    )


@refusal
def scanned_in_from_elsewhere(s):
    loan, other = s.loan("handed_over"), s.loan("handed_over")
    code = item_of(other).device.inventory_number
    return (
        lambda: workflow.scan_in(loan, by=s.lena, code=code),
        f"{code} ist an Gymnasium am Deich verliehen und gehört zu einer anderen Ausleihe.",
    )


@refusal
def scanned_in_though_it_never_left(s):
    loan = s.loan("handed_over")
    make_device("IT-S", s.kinds.tablet, None, state="in_storage")
    return (
        lambda: workflow.scan_in(loan, by=s.lena, code="IT-S"),
        "IT-S gehört nicht zu dieser Ausleihe.",
    )


@refusal
def a_revoked_label_going_out(s):
    loan = s.loan("prepared")
    label = item_of(loan).device.labels.get()
    label.revoked_at = timezone.now()
    label.save()
    return (
        lambda: workflow.scan_out(loan, by=s.lena, code=label.code),
        f"„{label.code}“ ist hier nicht bekannt.",
    )


@refusal
def a_revoked_label_coming_back(s):
    loan = s.loan("handed_over")
    label = item_of(loan).device.labels.get()
    label.revoked_at = timezone.now()
    label.save()
    return (
        lambda: workflow.scan_in(loan, by=s.lena, code=label.code),
        f"„{label.code}“ ist hier nicht bekannt.",
    )


@pytest.mark.parametrize("case", REFUSALS, ids=lambda act: act.__name__)
def test_it_is_refused_with_a_sentence_and_nothing_changes(case, story):
    act, sentence = case(story)
    before = kept()
    with pytest.raises(StepRefused) as refused:
        act()
    assert refused.value.sentence == sentence
    assert kept() == before


def test_what_is_right_is_not_refused(story):
    """The same lives, taken the right way, go through to the end."""
    loan = story.loan("handed_over")
    bring_back(loan, story.lena)
    assert Loan.objects.get(pk=loan.pk).state == "returned"
