"""What a page offers a person is what the step would do: every state, every person, every step.

Offered and refused would be a button that says no; possible and not offered is written down here,
with the reason.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from assets import actions as device_offers
from assets.cases import workflow as cases
from assets.devices.workflow import devices
from assets.models import Category, Device
from itsm.fields.form_layout import FormLayout
from itsm.people.models import User
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from loans import actions as loan_offers
from loans import rules as loan_rules
from loans import workflow as loans
from loans.models import Condition, LoanItem, Stage
from tests.conftest import make_device, make_person
from tests.loans import conftest as lending
from tests.loans.conftest import bring_back, hand_over, look_at_all, make_case, make_loan, prepare
from tickets import actions as ticket_offers
from tickets import rules as ticket_rules
from tickets import workflow as tickets
from tickets.models import Ticket

# The categories of cases and tablets.
kinds = lending.kinds
AT_SCHOOL = ["anna", "vera", "mia", "hanna", "nils"]
EVERYWHERE = ["tom", "lena", "adam"]
ELSEWHERE = ["otto", "olga", "nora", "ida"]


@pytest.fixture
def everybody(request, deich):
    """mia is a second support at the Gymnasium, nils repairs there alone."""
    named = [name for name in [*AT_SCHOOL, *EVERYWHERE, *ELSEWHERE] if name not in ("mia", "nils")]
    people = {name: request.getfixturevalue(name) for name in named}
    people["mia"] = make_person("mia", Role.SUPPORT, deich)
    people["nils"] = make_person("nils", Role.TECHNICIAN, deich)
    return people


def comes_of(step, thing, by) -> str:
    """What becomes of the step: done, refused or not allowed; it is undone again."""
    again = type(thing).objects.get(pk=thing.pk)
    with transaction.atomic():
        try:
            with transaction.atomic():
                step(again, by)
            told = "done"
        except NotAllowed:
            told = "not allowed"
        except StepRefused:
            told = "refused"
        transaction.set_rollback(True)
    return told


def differences(steps, offered, thing, by) -> dict:
    """{step: what becomes of it} for each that is offered and not done, or done and not offered."""
    told = {name: comes_of(step, thing, by) for name, step in steps.items()}
    return {name: told[name] for name in told if (told[name] == "done") != (name in offered)}


# Tickets.

ON_TICKETS = {
    "take_over": lambda t, by: tickets.take_over(t, by=by),
    "solve": lambda t, by: tickets.solve(t, by=by, solution="Kabel getauscht"),
    "resume": lambda t, by: tickets.resume(t, by=by),
    "wait": lambda t, by: tickets.wait(t, by=by, waiting_for="part"),
    "escalate": lambda t, by: tickets.escalate(t, by=by, note="Kabel geprüft"),
    "take_back": lambda t, by: tickets.take_back(t, by=by),
    "assign": lambda t, by: tickets.assign(t, by=by, to=adam_of(t)),
    "release": lambda t, by: tickets.release(t, by=by),
    "confirm": lambda t, by: tickets.confirm(t, by=by),
    "reopen": lambda t, by: tickets.reopen(t, by=by, note="wieder dunkel"),
    "withdraw": lambda t, by: tickets.withdraw(t, by=by),
    "edit": lambda t, by: tickets.edit(t, by=by, title="Bild fehlt"),
    "devices": lambda t, by: tickets.set_devices(t, by=by, devices=[]),
    "close": lambda t, by: tickets.close(t, by=by),
}
# How the ticket stands: its state, on which level, with whom.
STANDS = {
    "new": ("new", 1, None),
    "in mia's hands": ("assigned", 1, "mia"),
    "in tom's hands": ("assigned", 1, "tom"),
    "waiting with mia": ("waiting", 1, "mia"),
    "waiting with tom": ("waiting", 1, "tom"),
    "passed on": ("new", 2, None),
    "passed on, taken": ("assigned", 2, "nils"),
    "passed on, waiting": ("waiting", 2, "tom"),
    "solved": ("solved", 1, "mia"),
    "solved above": ("solved", 2, "tom"),
    "closed": ("closed", 1, "mia"),
    "closed above": ("closed", 2, "tom"),
}
# Done, and not offered all the same: whoever has it goes on with it; what was put on a ticket that
# is solved stays on it (reopen it first).
WITHOUT_A_BUTTON = {"devices": ("solved", "closed"), "take_over": ("waiting",)}


def adam_of(_ticket):
    """To whom it is given: an administrator may have every ticket."""
    return User.objects.get(username="adam")


def put(ticket, stands, everybody):
    """As if it had stood like this since yesterday; vera had it last where it was passed on."""
    state, level, keeper = stands
    then = timezone.now() - timedelta(days=1)
    Ticket.objects.filter(pk=ticket.pk).update(
        state=state,
        level=level,
        assignee=everybody.get(keeper),
        last_handler=everybody["vera"],
        last_handled_at=then,
        waiting_for="school" if state == "waiting" else "",
        solved_at=then if state in ("solved", "closed") else None,
        closed_at=then if state == "closed" else None,
    )
    ticket.refresh_from_db()


@pytest.mark.parametrize("stands", STANDS)
@pytest.mark.parametrize("about", ["a projector", "a case"])
def test_what_a_ticket_offers_is_what_can_be_done(stands, about, everybody, deich, beamer):
    kind = Category.objects.create(label_de="Tablet-Koffer", label_en="Tablet case", is_case=True)
    thing = beamer if about == "a projector" else make_device("GAD-K1", kind, deich)
    ticket = tickets.report(
        by=everybody["anna"], school=deich, devices=[thing], title="kein Bild"
    ).ticket
    put(ticket, STANDS[stands], everybody)
    wrong = {}
    for name, person in everybody.items():
        if ticket_rules.sees(person, ticket):
            main, others = ticket_offers.offers_for(person, ticket, FormLayout.of("ticket"))
            offered = {offer.step for offer in [main, *others] if offer}
            wrong[name] = differences(ON_TICKETS, offered, ticket, person)
            for step, states in WITHOUT_A_BUTTON.items():
                if ticket.state in states and wrong[name].get(step) == "done":
                    del wrong[name][step]
    assert {name: steps for name, steps in wrong.items() if steps} == {}
    assert {"anna", "vera", "hanna", "nils", "tom", "adam"} <= wrong.keys()


def test_every_step_a_page_of_tickets_offers_is_tried():
    assert {offer.step for offer in ticket_offers.OFFERS} == set(ON_TICKETS)


# Devices.

ON_DEVICES = {
    "move": lambda d, by: devices.move(d, by=by, location=None),
    "store": lambda d, by: devices.store(d, by=by),
    "put_in_service": lambda d, by: devices.put_in_service(d, by=by),
    "send_to_repair": lambda d, by: devices.send_to_repair(d, by=by),
    "return_from_repair": lambda d, by: devices.return_from_repair(d, by=by),
    "report_missing": lambda d, by: devices.report_missing(d, by=by),
    "retire": lambda d, by: devices.retire(d, by=by),
}
DEVICES = ["a projector", "a case", "a case with something in it", "in a case", "not back"]


@pytest.fixture
def device(request, everybody, beamer, deich, room204, moor):
    """One of the devices by name."""
    if request.param == "a projector":
        return beamer
    if request.param == "not back":
        Device.objects.filter(pk=beamer.pk).update(lent_to=moor)
        return beamer
    kind = Category.objects.create(label_de="Tablet-Koffer", label_en="Tablet case", is_case=True)
    case = make_device("GAD-K1", kind, deich, room204, capacity=2)
    if request.param == "a case":
        return case
    cases.fill(case, by=everybody["adam"], device=beamer)
    return beamer if request.param == "in a case" else case


@pytest.mark.parametrize("state", Device.State.values)
@pytest.mark.parametrize("device", DEVICES, indirect=True)
def test_what_a_device_offers_is_what_can_be_done(device, state, everybody, deich):
    lent_to = {"lent_to": deich} if state == "lent" else {}
    Device.objects.filter(pk=device.pk).update(state=state, **lent_to)
    device.refresh_from_db()
    wrong = {}
    for name, person in everybody.items():
        offered = {offer.step for offer in device_offers.offers_for(person, device)}
        wrong[name] = differences(ON_DEVICES, offered, device, person)
        # What is in repair comes back from there.
        if state == "in_repair" and wrong[name].get("put_in_service") == "done":
            del wrong[name]["put_in_service"]
    assert {name: steps for name, steps in wrong.items() if steps} == {}


def test_every_step_a_page_of_devices_offers_is_tried():
    assert {offer.step for offer in device_offers.OFFERS} == set(ON_DEVICES)


# Loans.

ON_LOANS = {
    "submit": lambda one, by: loans.submit_all(one, by=by),
    "decide_together": lambda one, by: loans.decide_together(
        one, by=by, number=0, rest="refuse", reason="zu viele"
    ),
    "approve": lambda one, by: loans.approve(one, by=by),
    "waitlist": lambda one, by: loans.waitlist(one, by=by),
    "refuse": lambda one, by: loans.refuse(one, by=by, reason="zu spät"),
    "prepare": lambda one, by: prepare(one, by),
    "hand_over": lambda one, by: hand_over(one, by),
    "report_fault": lambda one, by: loans.report_fault(
        one, by=by, item=item_of(one), description="dunkel"
    ),
    "swap": lambda one, by: loans.swap(one, by=by, item=item_of(one), spare=spare_for(one)),
    "bookings": lambda one, by: loans.book(one, by=by, day=timezone.localdate()),
    "extend": lambda one, by: loans.extend(one, by=by, end=one.end + timedelta(days=400)),
    "refuse_extension": lambda one, by: loans.refuse_extension(one, by=by, reason="wird gebraucht"),
    "remind": lambda one, by: loans.remind_now(one, by=by),
    "take_back": lambda one, by: bring_back(one, by),
    "inspect": lambda one, by: look_at_one(one, by),
    "evaluate": lambda one, by: loans.evaluate(one, by=by, often="daily", would_buy="yes"),
    "close": lambda one, by: loans.close(one, by=by),
    "name_room": lambda one, by: loans.name_room(one, by=by, location=None),
    "amend": lambda one, by: loans.amend(one, by=by, purpose="Physik"),
    "replan": lambda one, by: loans.replan(
        one, by=by, case=Device.objects.get(inventory_number="IT-K2"), start=one.start, end=one.end
    ),
    "withdraw": lambda one, by: loans.withdraw(one, by=by),
}


def item_of(loan):
    return loan.items.filter(is_out=True, slot=1).first() or LoanItem(loan=loan)


def spare_for(loan):
    return Device.objects.get(inventory_number="IT-S1")


def look_at_one(loan, by):
    """The first of what came back; without anything, the case itself."""
    item = loan.items.filter(is_out=False).first() or LoanItem(loan=loan, device=loan.case)
    loans.inspect(loan, by=by, item=item, works=True, complete=True, lendable=True)


def with_stages(*roles):
    for order, role in enumerate(roles):
        Stage.objects.create(label_de=role, role=role, order=order)


class Made:
    """Loans of the Gymnasium by how they stand; each is made by lena, with a case of her own."""

    def __init__(self, people, deich, moor, kinds):
        self.lena, self.hanna = people["lena"], people["hanna"]
        self.deich, self.moor, self.kinds = deich, moor, kinds
        self.case = make_case("IT-K1", kinds, self.lena, tablets=1)
        make_case("IT-K2", kinds, self.lena, tablets=1)
        make_device("IT-S1", kinds.tablet, None, state="in_storage")

    def loan(self, to, **more):
        return make_loan(self.lena, self.deich, self.case, to=to, **more)

    def a_proof_open(self):
        Condition.objects.create(label_de="WLAN", label_en="Wi-Fi")
        return self.loan("submitted")

    def up_to_the_head(self):
        with_stages("head", "lender")
        return self.loan("submitted")

    def up_to_the_loan_manager(self):
        loan = self.up_to_the_head()
        loans.approve(loan, by=self.hanna)
        return loan

    def up_to_an_administrator(self):
        with_stages("administrator", "head")
        return self.loan("submitted")

    def two_cases(self):
        facts = {"school": self.deich, "purpose": "Mathe", "responsible": "Frau Petersen"}
        loan = loans.apply(
            by=self.lena, **facts, category=self.kinds.case, quantity=2, **self.now()
        )
        loans.submit_all(loan, by=self.lena)
        return loan

    def now(self):
        start = timezone.localdate()
        return {"start": start, "end": start + timedelta(days=365)}

    def waitlisted(self):
        loan = self.loan("submitted")
        loans.waitlist(loan, by=self.lena)
        return loan

    def refused(self):
        loan = self.loan("submitted")
        loans.refuse(loan, by=self.lena, reason="zu spät")
        return loan

    def withdrawn(self):
        loan = self.loan("submitted")
        loans.withdraw(loan, by=self.lena)
        return loan

    def still_at_another_school(self):
        make_loan(self.lena, self.moor, self.case, to="handed_over")
        later = timezone.localdate() + timedelta(days=400)
        return self.loan("approved", start=later, end=later + timedelta(days=300))

    def longer_asked(self):
        loan = self.loan("handed_over")
        loans.extend(loan, by=self.hanna, end=loan.end + timedelta(days=30))
        return loan

    def overdue(self):
        start = timezone.localdate() - timedelta(days=400)
        return self.loan("handed_over", start=start, end=start + timedelta(days=380))

    def all_looked_at(self):
        loan = self.loan("returned")
        look_at_all(loan, self.lena)
        return loan

    def something_out(self):
        loan = self.loan("handed_over")
        loans.scan_in(loan, by=self.lena, code="IT-K1")
        loans.take_back(loan, by=self.lena)
        return loan


LOANS = {
    **{state: lambda m, to=state: m.loan(to) for state in ("draft", "submitted", "approved")},
    **{state: lambda m, to=state: m.loan(to) for state in ("prepared", "handed_over")},
    **{state: lambda m, to=state: m.loan(to) for state in ("returned", "closed")},
    **{
        name: made
        for name, made in vars(Made).items()
        if name[0] != "_" and name not in ("loan", "now")
    },
}
# Done, and not offered all the same. One case alone is approved or refused, for itself; words on
# what is back already are put right by whoever asks for the form.
LOANS_WITHOUT_A_BUTTON = {"decide_together", "amend"}


@pytest.fixture
def made(everybody, deich, moor, kinds):
    return Made(everybody, deich, moor, kinds)


@pytest.mark.parametrize("stands", LOANS)
def test_what_a_loan_offers_is_what_can_be_done(stands, made, everybody, sign_in):
    loan, wrong = LOANS[stands](made), {}
    for name, person in everybody.items():
        if loan_rules.can_see_all(person, loan):
            page = sign_in(person).get(f"/loans/{loan.number}/").context
            offered = {offer.step for offer in [page["main"], *page["others"]] if offer}
            wrong[name] = differences(ON_LOANS, offered, loan, person)
            for step in LOANS_WITHOUT_A_BUTTON:
                if wrong[name].get(step) == "done":
                    del wrong[name][step]
    assert {name: steps for name, steps in wrong.items() if steps} == {}
    assert set(wrong) == {"vera", "mia", "hanna", "nils", "tom", "lena", "adam"}


@pytest.mark.parametrize(("stands", "can_be_booked"), [("handed_over", True), ("overdue", False)])
def test_a_teacher_is_offered_lessons_while_there_are_any(
    stands, can_be_booked, made, anna, sign_in
):
    loan = LOANS[stands](made)
    page = sign_in(anna).get(f"/loans/{loan.number}/").content.decode()
    done = comes_of(ON_LOANS["bookings"], loan, anna) == "done"
    assert (f"/loans/{loan.number}/bookings/" in page, done) == (can_be_booked, can_be_booked)


def test_every_step_a_page_of_loans_offers_is_tried():
    assert {offer.step for offer in loan_offers.OFFERS} == set(ON_LOANS)
