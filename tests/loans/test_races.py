"""Never two schools at once: many clients, two in the same second, and the database itself."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assets.devices.workflow import devices
from assets.models import Device
from itsm.journal.models import Event
from itsm.people.models import School
from itsm.workflow import StepRefused
from loans import workflow
from loans.applications.workflow import deciding
from loans.models import Loan, LoanItem
from tests.conftest import make_device
from tests.loans import racing
from tests.loans.conftest import SIGNED, again, bring_back, make_loan, year

CLIENTS = 16


def never_two(kinds, lena, folder, cases):
    """Sixteen schools want each of these cases for overlapping days."""
    made = [make_device(f"IT-R{n:03d}", kinds.case, None, capacity=4) for n in range(cases)]
    schools = School.objects.bulk_create(
        School(name=f"Schule {n}", short_name=f"S{n}") for n in range(CLIENTS)
    )
    wanted = racing.applications(made, schools, lena)
    told = racing.race(racing.database_url(connection, folder), lena, wanted)
    assert told == {"promised": cases, "refused": cases * (CLIENTS - 1)}
    assert racing.outcome(connection, folder) == (cases, 0)


def pairs_that_overlap():
    planned = list(Loan.objects.planned())
    return [
        (one, two)
        for one in planned
        for two in planned
        if one.pk < two.pk
        and one.case_id == two.case_id
        and one.start < two.end
        and two.start < one.end
    ]


@pytest.mark.django_db(transaction=True)
def test_sixteen_schools_want_the_same_cases(kinds, lena, tmp_path):
    never_two(kinds, lena, tmp_path, cases=6)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_sixteen_clients_times_two_hundred_cases(kinds, lena, tmp_path):
    never_two(kinds, lena, tmp_path, cases=200)


def both(*acts):
    """Both at the same moment on PostgreSQL; one right after the other, both with what they read
    before, where there is only one writer. "done" or the refusal's kind, sorted."""
    told, gate = [], threading.Barrier(len(acts))

    def run(act):
        try:
            if connection.vendor == "postgresql":
                gate.wait(20)
            act()
            told.append("done")
        except StepRefused:
            told.append("refused")
        finally:
            if connection.vendor == "postgresql":
                connection.close()

    if connection.vendor == "postgresql":
        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    else:
        for act in acts:
            run(act)
    return sorted(told)


def lines(verb, loan):
    return Event.objects.filter(verb=verb, details__number=loan.pk).count()


on_two_connections = pytest.mark.django_db(transaction=True)


@on_two_connections
def test_approved_twice_it_is_promised_once(lena, adam, loan):
    one, two = again(loan), again(loan)
    told = both(lambda: workflow.approve(one, by=lena), lambda: workflow.approve(two, by=adam))
    assert (told, lines("loan.approved", loan)) == (["done", "refused"], 1)


@on_two_connections
def test_handed_over_twice_it_goes_out_once(lena, adam, deich, case):
    prepared = make_loan(lena, deich, case, to="prepared")
    for item in prepared.items.select_related("device"):
        workflow.scan_out(prepared, by=lena, code=item.device.inventory_number)
    one, two = again(prepared), again(prepared)
    told = both(
        lambda: workflow.hand_over(one, by=lena, signatures=SIGNED),
        lambda: workflow.hand_over(two, by=adam),
    )
    assert (told, lines("loan.handed_over", prepared)) == (["done", "refused"], 1)
    assert LoanItem.objects.filter(is_out=True).count() == 5


@on_two_connections
def test_taken_back_twice_it_comes_back_once(lena, adam, running):
    for item in running.items.select_related("device"):
        workflow.scan_in(running, by=lena, code=item.device.inventory_number)
    one, two = again(running), again(running)
    told = both(lambda: workflow.take_back(one, by=lena), lambda: workflow.take_back(two, by=adam))
    assert (told, lines("loan.taken_back", running)) == (["done", "refused"], 1)


@on_two_connections
def test_scanned_in_twice_it_is_given_back_once(lena, adam, running):
    one, two = again(running), again(running)
    told = both(
        lambda: workflow.scan_in(one, by=lena, code="IT-K1-01"),
        lambda: workflow.scan_in(two, by=adam, code="IT-K1-01"),
    )
    assert told in (["done", "done"], ["done", "refused"])
    assert lines("loan.scanned_in", running) == 1
    assert Event.objects.filter(verb="device.given_back").count() == 1


@on_two_connections
def test_handed_over_while_being_retired_one_wins(lena, adam, deich, case):
    prepared = make_loan(lena, deich, case, to="prepared")
    for item in prepared.items.select_related("device"):
        workflow.scan_out(prepared, by=lena, code=item.device.inventory_number)
    one, tablet = again(prepared), Device.objects.get(inventory_number="IT-K1-02")
    told = both(
        lambda: workflow.hand_over(one, by=lena, signatures=SIGNED),
        lambda: devices.retire(tablet, by=adam),
    )
    tablet.refresh_from_db()
    if tablet.state == "lent":
        assert (told, again(prepared).state) == (["done", "refused"], "handed_over")
    else:
        # Retired first: it is no longer in the case, and may well be handed over without it.
        assert (tablet.state, tablet.case, tablet.lent_to) == ("retired", None, None)
        assert not LoanItem.objects.filter(device=tablet, is_out=True).exists()


@on_two_connections
def test_extended_while_the_days_after_are_promised_one_wins(lena, adam, deich, moor, case):
    first = make_loan(lena, deich, case, to="approved")
    after = make_loan(lena, moor, case, to="submitted", **year(first.end))
    one, two = again(first), again(after)
    told = both(
        lambda: workflow.extend(one, by=lena, end=first.end + timedelta(days=30)),
        lambda: workflow.approve(two, by=adam),
    )
    assert (told, pairs_that_overlap()) == (["done", "refused"], [])


@on_two_connections
def test_amended_while_it_is_approved_no_other_days_are_promised(lena, hanna, deich, case):
    loan = make_loan(hanna, deich, case, to="submitted")
    one, two = again(loan), again(loan)
    later = loan.end + timedelta(days=9)
    told = both(
        lambda: workflow.approve(one, by=lena), lambda: workflow.amend(two, by=hanna, end=later)
    )
    now = again(loan)
    assert (told, now.end) in ((["done", "refused"], loan.end), (["done", "done"], later))
    assert now.state == "approved"


def overlapping(lena, deich, moor, case):
    """One promised loan, and another for the same days that nobody may promise."""
    make_loan(lena, deich, case, to="approved")
    return make_loan(lena, moor, case, to="submitted")


def test_the_database_itself_refuses_a_second_promise(lena, deich, moor, case):
    second = overlapping(lena, deich, moor, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=second.pk).update(state="approved")
    assert again(second).state == "submitted"


def test_the_database_itself_refuses_days_moved_into_a_promise(lena, deich, moor, case):
    first = make_loan(lena, deich, case, to="approved")
    after = make_loan(lena, moor, case, to="approved", **year(first.end))
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=after.pk).update(start=first.end - timedelta(days=1))


def test_the_database_itself_refuses_a_second_handover_also_when_the_first_is_overdue(
    lena, deich, moor, case
):
    first = make_loan(lena, deich, case, to="handed_over")
    Loan.objects.filter(pk=first.pk).update(end=first.start + timedelta(days=1))
    second = make_loan(lena, moor, case, to="approved", **year(first.end))
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=second.pk).update(state="handed_over")


def test_the_database_itself_refuses_a_device_out_twice(lena, deich, moor, running, other_case):
    second = make_loan(lena, moor, other_case, to="prepared")
    device = Device.objects.get(inventory_number="IT-K1-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanItem.objects.create(loan=second, device=device, is_out=True, came_at=running.created_at)


def test_what_the_database_refuses_is_told_as_a_refusal(monkeypatch, lena, deich, moor, case):
    """Should the look into the plan ever miss somebody, the promise is refused all the same."""
    second = overlapping(lena, deich, moor, case)
    monkeypatch.setattr(deciding, "_taken", lambda *args: Loan.objects.none())
    with pytest.raises(StepRefused):
        workflow.approve(second, by=lena)
    assert again(second).state == "submitted"


def test_a_returned_case_is_nobodys_until_it_is_closed(lena, deich, moor, running):
    bring_back(running, lena)
    following = make_loan(lena, moor, running.case, to="prepared", **year(running.end))
    for item in following.items.select_related("device"):
        workflow.scan_out(following, by=lena, code=item.device.inventory_number)
    with pytest.raises(StepRefused):
        workflow.hand_over(following, by=lena)
