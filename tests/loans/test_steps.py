"""Steps on one loan come one after the other, also on those applied for together with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loans import workflow
from loans.models import Loan
from loans.steps import hold
from tests.loans.conftest import year


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
