"""What a loan's page offers is what the step would do."""

from datetime import timedelta

import pytest

from itsm.workflow import StepRefused
from loans import workflow
from tests.loans.conftest import again, bring_back, look_at_all, make_loan


@pytest.fixture
def offered(sign_in):
    """The next step and the others, as this person's page of the loan offers them."""

    def _offered(person, loan):
        page = sign_in(person).get(f"/loans/{loan.number}/").context
        main = page["main"] and page["main"].step
        return main, {offer.step for offer in page["others"]}

    return _offered


def test_it_is_closed_once_everything_is_looked_at(offered, sign_in, lena, running):
    bring_back(running, lena)
    assert offered(lena, running) == ("inspect", {"evaluate"})
    with pytest.raises(StepRefused):
        workflow.close(running, by=lena)
    look_at_all(running, lena)
    assert offered(lena, running) == ("close", {"inspect", "evaluate"})
    turn = sign_in(lena).get(f"/loans/{running.number}/").context["turn"]
    assert turn == "Alles ist geprüft. Die Ausleihe kann abgeschlossen werden."
    workflow.close(running, by=lena)
    assert offered(lena, running) == (None, {"evaluate"})


def test_it_is_not_closed_while_something_is_still_out(offered, lena, running):
    for code in ("IT-K1", "IT-K1-01", "IT-K1-02", "IT-K1-03"):
        workflow.scan_in(running, by=lena, code=code)
    workflow.take_back(running, by=lena)
    for item in running.items.filter(is_out=False):
        workflow.inspect(running, by=lena, item=item, works=True, complete=True, lendable=True)
    assert offered(lena, running) == ("inspect", {"evaluate"})
    workflow.resolve(running.open_items.get(kind="device"), by=lena, result="verloren")
    assert offered(lena, running) == ("close", {"inspect", "evaluate"})


def test_what_another_school_still_has_is_not_prepared(offered, sign_in, lena, moor, running):
    after = {"start": running.end, "end": running.end + timedelta(days=90)}
    following = make_loan(lena, moor, running.case, to="approved", **after)
    with pytest.raises(StepRefused, match="Gymnasium am Deich"):
        workflow.prepare(following, by=lena)
    main, others = offered(lena, following)
    assert (main, "prepare" in others) == (None, False)
    bring_back(running, lena)
    assert offered(lena, following)[0] == "prepare"


def test_nobody_agrees_while_a_proof_is_open(offered, lena, hanna, deich, case, condition, stages):
    loan = make_loan(lena, deich, case, to="submitted")
    assert offered(hanna, loan) == (None, {"amend", "withdraw"})
    assert offered(lena, loan) == (None, {"waitlist", "refuse", "amend", "withdraw"})
    workflow.meet_condition(loan, by=lena, condition=loan.conditions.get())
    assert offered(hanna, again(loan))[0] == "approve"
    assert offered(lena, again(loan))[0] == "approve"
