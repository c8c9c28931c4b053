"""What a page offers a person is what the step would do: every state, every person, every step.

Offered and refused would be a button that says no; possible and not offered is written down here,
with the reason.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from assets import actions as device_offers
from assets.cases import workflow
from assets.devices.workflow import devices
from assets.models import Category, Device
from itsm.fields.dress import Dress
from itsm.people.roles import Role
from itsm.steps import NotAllowed, StepRefused
from tests.conftest import make_device, make_person
from tickets import actions as ticket_offers
from tickets import rules as ticket_rules
from tickets import workflow as tickets
from tickets.models import Ticket

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
    from itsm.people.models import User

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
            main, others = ticket_offers.offers_for(person, ticket, Dress.of("ticket"))
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
    workflow.fill(case, by=everybody["adam"], device=beamer)
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
