"""Days that can't be meant are refused with a sentence, on every form and in the API alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from loans import workflow
from loans.bookings.forms import BookForm
from loans.models import Condition, LoanCondition
from loans.trainings.forms import TrainingForm
from tests.loans.applications.test_views_applying import form as application
from tests.loans.conftest import again, make_loan, year

NEVER = ["9999-12-31", "0001-01-01", "2100-01-01", "1999-12-31"]
SENTENCE = "Bitte geben Sie einen Tag zwischen 2000 und 2099 an."


def said(answer):
    """What the answer says of the days, in one line."""
    return (answer.status_code, SENTENCE in answer.content.decode())


@pytest.mark.parametrize("day", NEVER)
def test_every_form_refuses_a_day_that_nobody_can_mean(
    day, sign_in, lena, hanna, deich, case, other_case, django_assert_max_num_queries
):
    running = make_loan(lena, deich, case, to="handed_over")
    promised = make_loan(lena, deich, other_case, to="approved", **year())
    draft = make_loan(lena, deich, None, category=case.category)
    dated = Condition.objects.create(label_de="Versichert", label_en="Insured", proof="date")
    asked = LoanCondition.objects.create(loan=draft, condition=dated)
    own = application(case, year="own", first_day=day, last_day=day)
    last_day = {"last_day": day}
    words = {"purpose": "Mathe", "responsible": "Frau Petersen", "first_day": day, **last_day}
    head = sign_in(hanna)
    answers = {
        "new": head.post("/loans/new/", own),
        "amend": head.post(f"/loans/{draft.number}/amend/", words),
        "extend as school": head.post(f"/loans/{running.number}/extend/", last_day),
        "proof": head.post(f"/loans/{draft.number}/conditions/{asked.pk}/", {"valid_until": day}),
    }
    lender = sign_in(lena)
    answers |= {
        "extend": lender.post(f"/loans/{running.number}/extend/", last_day),
        "replan": lender.post(
            f"/loans/{promised.number}/replan/", {"case": case.pk, "start": day, **last_day}
        ),
        "year": lender.post("/loans/year/", last_day),
    }
    assert {name: said(answer) for name, answer in answers.items()} == dict.fromkeys(
        answers, (200, True)
    )
    assert (again(running).wanted_end, again(running).end) == (None, running.end)


@pytest.mark.parametrize("day", NEVER)
def test_bookings_and_trainings_refuse_them_too(day, lena, running):
    booking = BookForm({"day": day, "first": 1, "last": 1}, loan=running, user=lena)
    moment = f"{day}T10:00"
    training = TrainingForm({"title": "T", "starts_at": moment, "ends_at": moment, "seats": 3})
    assert (booking.errors["day"], training.errors["starts_at"]) == ([SENTENCE], [SENTENCE])


def test_a_year_mistyped_is_no_loan_of_thirty_six_years(sign_in, lena, running):
    """2062 instead of 2026: a day that exists, and is not meant."""
    last_day = str(timezone.localdate() + timedelta(days=36 * 365))
    answer = sign_in(lena).post(f"/loans/{running.number}/extend/", {"last_day": last_day})
    assert (answer.status_code, again(running).end) == (409, running.end)
    assert "Ein Koffer wird für höchstens 5 Jahre verliehen." in answer.content.decode()


def test_the_day_by_which_something_is_owed_can_be_meant(sign_in, lena, running):
    for item in running.items.filter(slot=None):
        workflow.scan_in(running, by=lena, code=item.device.inventory_number)
    words = {"authority-name": "Lena", "authority-confirmed": "on", "due_on": "9999-12-31"}
    answer = sign_in(lena).post(f"/loans/{running.number}/take_back/", words)
    assert (said(answer), again(running).state) == ((200, True), "handed_over")
