"""Every step × every state × everybody: who may, and when it is possible. One row a step."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_person
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import Ticket

PEOPLE = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]
STATES = ["new", "assigned", "waiting", "solved", "closed"]
WORKERS = {"vera", "tom", "adam"}
READERS = {"anna", "vera", "hanna", "tom", "adam"}
OPEN = {"new", "assigned", "waiting"}

# step: (who may, in which states it is possible, how it is called)
TABLE = {
    "take_over": (WORKERS, OPEN, lambda t, by: workflow.take_over(t, by=by)),
    "assign": (WORKERS, OPEN, lambda t, by: workflow.assign(t, by=by, to=t.helper)),
    "release": (WORKERS, {"assigned", "waiting"}, lambda t, by: workflow.release(t, by=by)),
    "escalate": (WORKERS, OPEN, lambda t, by: workflow.escalate(t, by=by, note="Kabel geprüft")),
    "wait": (WORKERS, OPEN, lambda t, by: workflow.wait(t, by=by, waiting_for="part")),
    "resume": (WORKERS, {"waiting"}, lambda t, by: workflow.resume(t, by=by)),
    "solve": (WORKERS, OPEN, lambda t, by: workflow.solve(t, by=by, solution="Kabel getauscht")),
    "close": (WORKERS, {*OPEN, "solved"}, lambda t, by: workflow.close(t, by=by)),
    "edit": (WORKERS, set(STATES), lambda t, by: workflow.edit(t, by=by, title="Bild fehlt")),
    "set_devices": (WORKERS, set(STATES), lambda t, by: workflow.set_devices(t, by=by, devices=[])),
    "comment": (READERS, set(STATES), lambda t, by: workflow.comment(t, by=by, text="Danke!")),
    "confirm": ({"anna"}, {"solved"}, lambda t, by: workflow.confirm(t, by=by)),
    "reopen": (
        {"anna", *WORKERS},
        {"solved", "closed"},
        lambda t, by: workflow.reopen(t, by=by, note="wieder dunkel"),
    ),
    "withdraw": ({"anna"}, {"new"}, lambda t, by: workflow.withdraw(t, by=by)),
}
# vera has it already.
EXCEPTIONS = {("take_over", "assigned", "vera"): "refused"}
# What becomes of the ticket; steps that are missing here leave its state alone.
BECOMES = {
    "take_over": "assigned",
    "assign": "assigned",
    "release": "new",
    "escalate": "new",
    "wait": "waiting",
    "resume": "assigned",
    "solve": "solved",
    "close": "closed",
    "confirm": "closed",
    "reopen": "assigned",
    "withdraw": "closed",
}


@pytest.fixture
def everybody(request, ticket):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def helper(deich):
    """A second support at the Gymnasium, to whom a ticket can be given."""
    return make_person("mia", Role.SUPPORT, deich)


def put_into(ticket, state, vera):
    """Set the ticket as it would stand in this state, in vera's hands."""
    now = timezone.now() - timedelta(days=1)
    fields = {"state": state, "assignee": None if state == "new" else vera}
    if state == "waiting":
        fields |= {"waiting_for": "reporter", "waiting_since": now}
    if state in ("solved", "closed"):
        fields |= {"solution": "Kabel", "solved_at": now}
    if state == "closed":
        fields["closed_at"] = now
    Ticket.objects.filter(pk=ticket.pk).update(**fields)


class Undo(Exception):
    pass


def outcome(act, ticket, person):
    """What happens when this person tries: ok, not allowed, or refused; then all is undone."""
    try:
        with transaction.atomic():
            act(ticket, person)
            raise Undo
    except Undo:
        return "ok"
    except NotAllowed:
        return "not allowed"
    except StepRefused:
        return "refused"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", TABLE)
def test_who_may_take_which_step_when(step, state, everybody, ticket, helper):
    who, states, act = TABLE[step]
    put_into(ticket, state, everybody["vera"])
    found = {}
    for name, person in everybody.items():
        tried = again(ticket)
        tried.helper = helper
        found[name] = outcome(act, tried, person)
    expected = {}
    for name in PEOPLE:
        fitting = "ok" if state in states else "refused"
        usual = fitting if name in who else "not allowed"
        expected[name] = EXCEPTIONS.get((step, state, name), usual)
    assert found == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", TABLE)
def test_a_step_leads_where_the_table_says(step, state, ticket, vera, tom, anna, helper):
    who, states, act = TABLE[step]
    put_into(ticket, state, vera)
    by = anna if who == {"anna"} else tom
    before, tried = again(ticket), again(ticket)
    tried.helper = helper
    if state in states:
        act(tried, by)
        assert again(ticket).state == BECOMES.get(step, state)
        assert tried.state == again(ticket).state
    else:
        with pytest.raises(StepRefused):
            act(tried, by)
        assert again(ticket).__dict__ | {"_state": 0} == before.__dict__ | {"_state": 0}


def test_every_state_but_the_last_has_a_way_out():
    assert {s: bool(Ticket.STEPS[s]) for s in Ticket.State.values} == dict.fromkeys(STATES, True)


@pytest.mark.parametrize("step", [s for s, row in TABLE.items() if row[0] == WORKERS])
def test_on_the_second_level_the_schools_support_only_reads_and_comments(step, ticket, vera, tom):
    workflow.escalate(ticket, by=vera)
    ticket.helper = tom
    assert outcome(TABLE[step][2], ticket, vera) == "not allowed"
    assert outcome(TABLE["comment"][2], ticket, vera) == "ok"


def test_nobody_takes_a_ticket_from_a_level_above(ticket, vera, tom, helper):
    workflow.take_over(ticket, by=tom)
    ticket.helper = helper
    found = {s: outcome(TABLE[s][2], again_with(ticket, helper), vera) for s in FROM_ABOVE}
    assert found == dict.fromkeys(FROM_ABOVE, "not allowed")


FROM_ABOVE = ("take_over", "assign", "release")


def again_with(ticket, helper):
    tried = again(ticket)
    tried.helper = helper
    return tried
