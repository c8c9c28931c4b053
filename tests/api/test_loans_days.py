"""The API refuses the days that the forms refuse."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.loans.conftest import again


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2100-01-01", "1999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused(day, api, lena, deich, running):
    client, url = api(lena), f"/api/v1/loans/{running.number}"
    body = {
        "category": running.category_id,
        "start": day,
        "end": "9999-12-31",
        "purpose": "x",
        "responsible": "y",
        "school": deich.pk,
    }
    answers = [
        client.post("/api/v1/loans/", body, format="json"),
        client.patch(f"{url}/", {"end": day}, format="json"),
        client.post(f"{url}/extend/", {"end": day}, format="json"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_a_year_mistyped_is_no_loan_of_thirty_six_years(api, lena, running):
    end = str(timezone.localdate() + timedelta(days=36 * 365))
    asked = api(lena).post(f"/api/v1/loans/{running.number}/extend/", {"end": end}, format="json")
    assert (asked.status_code, again(running).end) == (409, running.end)
