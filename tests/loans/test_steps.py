"""Steps on one loan come one after the other, also on those applied for together with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itsm.workflow import StepRefused
from loans import workflow
from loans.models import Loan
from loans.steps import hold
from tests.loans.conftest import make_loan, year


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_whoever_holds_one_case_holds_the_whole_application_in_one_order(lena, deich, case):
    facts = {"purpose": "Mathe", "responsible": "Frau Petersen", **year()}
    workflow.apply(by=lena, school=deich, category=case.category, quantity=3, **facts)
    last = Loan.objects.order_by("pk").last()
    with CaptureQueriesContext(connection) as asked:
        hold(last)
    words = asked[0]["sql"]
    assert (len(asked), f'"batch" = {last.batch}' in words) == (1, True)
    assert words.startswith('SELECT "loans_loan"."id" AS "pk",')
    assert words.endswith(" ORDER BY 1 ASC FOR NO KEY UPDATE")


def test_nothing_of_another_loan_is_taken_for_one_of_this(lena, moor, running, other_case):
    """`running` is the Gymnasium's; the BBS has the other case."""
    theirs = make_loan(lena, moor, other_case, to="handed_over")
    item, accessory = theirs.items.get(slot=1), theirs.accessories.get()
    steps = [
        (workflow.undo_scan_out, {"item": item}),
        (workflow.leave_out, {"item": item, "reason": "x"}),
        (workflow.name_damage, {"item": item, "text": "x"}),
        (workflow.undo_scan_in, {"item": item}),
        (workflow.count_in, {"accessory": accessory, "back": 1}),
        (workflow.report_fault, {"item": item, "description": "x"}),
        (workflow.swap, {"item": item, "spare": item.device}),
        (
            workflow.inspect,
            {"item": item, "works": True, "complete": True, "lendable": True},
        ),
    ]
    for step, said in steps:
        with pytest.raises(StepRefused, match="Das gehört zu einer anderen Ausleihe"):
            step(running, by=lena, **said)
