"""Which state follows which: one table a thing, no way besides, and no way that nobody needs.

From the state of the row to those marked with an x. `advance` refuses all others; and every x is
a way some step takes, as the last three tests see.
"""

import importlib
from contextlib import suppress

import pytest
from django.db import transaction

from assets.devices.workflow import devices
from assets.devices.workflow.lending import give_back, lend, lose
from assets.models import Device
from itsm.workflow import StepRefused, advance
from loans import workflow as loans
from loans.models import Loan
from tests.loans import conftest as lending
from tests.loans.conftest import bring_back, hand_over, look_at_all, make_case, make_loan, prepare
from tickets import workflow as tickets
from tickets.models import Ticket

# Only what somebody has in hand waits or is solved. Reopened, it is his again, or everybody's.
TICKET = """
            new  assigned  waiting  solved  closed
new          .      x         .       .       x
assigned     x      .         x       x       x
waiting      x      x         .       x       x
solved       x      x         .       .       x
closed       x      x         .       .       .
"""
# What is lent comes back to the shelf, or nobody knows where it is. Nothing comes back for good.
DEVICE = """
            in_service  in_storage  in_repair  lent  missing  retired
in_service      .           x           x       x       x        x
in_storage      x           .           x       x       x        x
in_repair       x           x           .       .       x        x
lent            .           x           .       .       x        .
missing         x           x           .       .       .        x
retired         .           .           .       .       .        .
"""
# Planned anew with another case, what was prepared is only approved. At a school, it comes back.
LOAN = """
            draft submitted waitlisted approved prepared handed_over returned closed refused withdrawn
draft         .       x          .         .        .         .         .       .       .       x
submitted     .       .          x         x        .         .         .       .       x       x
waitlisted    .       .          .         x        .         .         .       .       x       x
approved      .       .          .         .        x         .         .       .       .       x
prepared      .       .          .         x        .         x         .       .       .       x
handed_over   .       .          .         .        .         .         x       .       .       .
returned      .       .          .         .        .         .         .       x       .       .
closed        .       .          .         .        .         .         .       .       .       .
refused       .       .          .         .        .         .         .       .       .       .
withdrawn     .       .          .         .        .         .         .       .       .       .
"""
# The categories of cases and tablets.
kinds = lending.kinds
TABLES = {Ticket: TICKET, Device: DEVICE, Loan: LOAN}


def ways(table) -> set:
    """Every (from, to) with an x."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        (old, new)
        for old, *marks in rows
        for new, mark in zip(head, marks, strict=True)
        if mark == "x"
    }


@pytest.fixture
def things(lena, anna, deich, beamer, kinds):
    loan = make_loan(lena, deich, make_case("IT-K1", kinds, lena, tablets=1), to="approved")
    told = tickets.report(by=anna, school=deich, devices=[beamer], title="kein Bild")
    return {Ticket: told.ticket, Device: beamer, Loan: loan}


def goes_with(model, state, tom, deich):
    """The fields the database wants to see with this state."""
    if model is Ticket:
        waiting = {"waiting_for": "school" if state == "waiting" else ""}
        return {"assignee": None if state == "new" else tom, **waiting}
    return {"lent_to": deich if state == "lent" else None} if model is Device else {}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_only_the_table_says_which_state_follows(model, things, tom, deich):
    thing, possible = things[model], set()
    for old in model.State.values:
        for new in model.State.values:
            model.objects.filter(pk=thing.pk).update(state=old, **goes_with(model, old, tom, deich))
            try:
                advance(model.objects.get(pk=thing.pk), new, **goes_with(model, new, tom, deich))
            except StepRefused:
                expected = old
            else:
                possible.add((old, new))
                expected = new
            assert model.objects.get(pk=thing.pk).state == expected
    assert possible == ways(TABLES[model])
    assert model.STEPS.keys() == set(model.State)


@pytest.fixture
def went(monkeypatch):
    """The ways that are gone from now on, as (what, from, to): the door tells each."""
    door, gone = importlib.import_module("itsm.workflow.advance"), []
    swap = door.swap

    def watched(thing, *, expect, **fields):
        swap(thing, expect=expect, **fields)
        gone.append((type(thing), str(expect["state"]), str(fields["state"])))

    monkeypatch.setattr(door, "swap", watched)
    return gone


def try_all(thing, steps, went) -> set:
    """Take each of these steps on the thing as it is now, and undo it; returns the ways they went.
    Whatever state it is in afterwards, it came there through the door."""
    model, found = type(thing), set()
    for step in steps:
        went.clear()
        with suppress(StepRefused), transaction.atomic():
            now = model.objects.get(pk=thing.pk)
            began = now.state
            step(now)
            gone = [(old, new) for what, old, new in went if what is model]
            assert model.objects.get(pk=thing.pk).state == (gone[-1][1] if gone else began)
            found.update(gone)
            transaction.set_rollback(True)
    return found


def test_each_way_of_a_ticket_is_some_steps(things, went, vera, tom, anna, deich):
    steps = [
        lambda t: tickets.take_over(t, by=tom),
        lambda t: tickets.release(t, by=tom),
        lambda t: tickets.wait(t, by=vera, waiting_for="part"),
        lambda t: tickets.resume(t, by=vera),
        lambda t: tickets.solve(t, by=vera, solution="Kabel"),
        lambda t: tickets.close(t, by=vera),
        lambda t: tickets.confirm(t, by=anna),
        lambda t: tickets.reopen(t, by=anna),
        lambda t: tickets.withdraw(t, by=anna),
    ]
    ticket, found = things[Ticket], set()
    Ticket.objects.filter(pk=ticket.pk).update(level=1)
    for state in Ticket.State.values:
        for keeper in (None, vera):
            fields = goes_with(Ticket, state, keeper, deich)
            if (state == "new") == (keeper is None) or state in ("solved", "closed"):
                Ticket.objects.filter(pk=ticket.pk).update(state=state, **fields)
                found |= try_all(ticket, steps, went)
    assert found == ways(TICKET)


def test_each_way_of_a_device_is_some_steps(things, went, tom, deich):
    steps = [
        lambda d: devices.store(d, by=tom),
        lambda d: devices.put_in_service(d, by=tom),
        lambda d: devices.send_to_repair(d, by=tom),
        lambda d: devices.report_missing(d, by=tom),
        lambda d: devices.retire(d, by=tom),
        lambda d: lend(d, by=tom, school=deich),
        lambda d: give_back(d, by=tom),
        lambda d: lose(d, by=tom),
    ]
    device, found = things[Device], set()
    for state in Device.State.values:
        fields = goes_with(Device, state, tom, deich)
        Device.objects.filter(pk=device.pk).update(state=state, **fields)
        found |= try_all(device, steps, went)
    assert found == ways(DEVICE)


def test_each_way_of_a_loan_is_some_steps(went, lena, deich, kinds):
    other = make_case("IT-K0", kinds, lena, tablets=1)
    steps = [
        lambda one: loans.submit(one, by=lena),
        lambda one: loans.withdraw(one, by=lena),
        lambda one: loans.approve(one, by=lena),
        lambda one: loans.waitlist(one, by=lena),
        lambda one: loans.refuse(one, by=lena, reason="nein"),
        lambda one: loans.replan(one, by=lena, case=other, start=one.start, end=one.end),
        lambda one: prepare(one, lena),
        lambda one: hand_over(one, lena),
        lambda one: bring_back(one, lena),
        lambda one: (look_at_all(one, lena), loans.close(one, by=lena)),
    ]
    found = set()
    for number, state in enumerate(Loan.State.values, start=1):
        case = make_case(f"IT-K{number}", kinds, lena, tablets=1)
        early = state in ("waitlisted", "refused", "withdrawn")
        loan = make_loan(lena, deich, case, to="submitted" if early else state)
        if early:
            end = {"waitlisted": loans.waitlist, "withdrawn": loans.withdraw}.get(state)
            end(loan, by=lena) if end else loans.refuse(loan, by=lena, reason="nein")
        assert loan.state == state
        found |= try_all(loan, steps, went)
    assert found == ways(LOAN)
