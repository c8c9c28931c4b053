"""A school looks what there is, applies, proves, submits; the loan manager decides."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.formats import date_format

from itsm.outbox.models import OutboxMessage
from loans import workflow
from loans.models import Condition, Loan
from loans.years import name_of, school_year
from tests.loans.conftest import again, make_case, make_loan, year

pytestmark = pytest.mark.django_db


def form(case, **more):
    """What a head types into the short form."""
    following = name_of(school_year(timezone.localdate())[1])
    words = {
        "purpose": "Mathe mit GeoGebra",
        "responsible": "Frau Petersen",
        "responsible_email": "",
        "deputy": "",
        "classes": "7a",
        "teaching_plan": "",
    }
    kind = {"wanted": f"category:{case.category_id}", "quantity": 1, "year": following}
    return words | kind | more


def apply_for(client, case, **more):
    answer = client.post("/loans/new/", form(case, **more))
    assert answer.status_code == 303, answer.content.decode()
    return Loan.objects.order_by("pk").first()


def test_the_catalogue_says_what_is_in_it_and_how_many_are_free(
    sign_in, hanna, lena, moor, case, other_case
):
    make_loan(lena, moor, case, to="handed_over")
    (kind,) = sign_in(hanna).get("/loans/catalogue/").context["kinds"]
    assert [(y.name, y.free) for y in kind.years] == [
        (name_of(school_year(timezone.localdate())[0]), 1),
        (name_of(school_year(timezone.localdate())[1]), 1),
    ]
    assert kind.contents == ["4 × Tablet", "4 × Stift"]
    html = sign_in(hanna).get("/loans/catalogue/").content.decode()
    assert f"/loans/new/?category={case.category_id}" in html


@pytest.mark.parametrize(
    ("name", "status"), [("anna", 403), ("ida", 403), ("vera", 200), ("otto", 200), ("tom", 200)]
)
def test_who_looks_into_the_catalogue(request, name, status, sign_in, case):
    client = sign_in(request.getfixturevalue(name))
    assert client.get("/loans/catalogue/").status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("anna", 403), ("vera", 403), ("tom", 403), ("hanna", 200), ("lena", 200)]
)
def test_who_applies(request, name, status, sign_in, case):
    assert sign_in(request.getfixturevalue(name)).get("/loans/new/").status_code == status


def test_a_head_applies_proves_and_submits(sign_in, hanna, lena, case, condition, stages):
    client = sign_in(hanna)
    loan = apply_for(client, case)
    start, end = school_year(school_year(timezone.localdate())[1])
    assert (loan.state, loan.school.short_name, loan.start, loan.end) == (
        "draft",
        "GAD",
        start,
        end,
    )
    page = client.get(f"/loans/{loan.number}/")
    assert [str(c) for c in page.context["conditions"]] == ["WLAN"]
    assert page.context["main"].step == "submit"
    kept = loan.conditions.get()
    assert client.post(f"/loans/{loan.number}/conditions/{kept.pk}/").status_code == 303
    assert client.post(f"/loans/{loan.number}/submit/").status_code == 303
    assert again(loan).state == "submitted"
    client = sign_in(lena)
    assert client.post(f"/loans/{loan.number}/approve/", {"note": ""}).status_code == 409
    assert client.post(f"/loans/{loan.number}/conditions/{kept.pk}/accept/").status_code == 303
    assert client.post(f"/loans/{loan.number}/approve/", {"note": ""}).status_code == 303
    assert (again(loan).state, again(loan).case) == ("approved", case)


def test_a_double_click_makes_one_application(sign_in, hanna, case):
    client = sign_in(hanna)
    for _n in range(2):
        apply_for(client, case, key="the-same-key")
    assert Loan.objects.count() == 1


def test_own_days_are_asked_for_and_typed_words_stay(sign_in, hanna, case):
    client = sign_in(hanna)
    answer = client.post("/loans/new/", form(case, year="own", first_day="2027-03-01"))
    assert answer.status_code == 200
    assert "last_day" in answer.context["form"].errors
    assert "Mathe mit GeoGebra" in answer.content.decode()
    days = {"first_day": "2027-03-10", "last_day": "2027-03-01"}
    answer = client.post("/loans/new/", form(case, year="own", **days))
    assert answer.context["form"].non_field_errors()
    assert Loan.objects.count() == 0


def test_this_school_year_begins_on_the_next_school_day_and_says_so(
    sign_in, hanna, case, monkeypatch
):
    """A Sunday: nobody comes for a case before Monday; in the last holidays before the next year
    nothing but today is left of this one."""
    days = {date(2026, 11, 29): date(2026, 11, 30), date(2026, 7, 26): date(2026, 7, 26)}
    for today, first in days.items():
        monkeypatch.setattr(timezone, "localdate", lambda *_args, today=today: today)
        form_shown = sign_in(hanna).get("/loans/new/").context["form"]
        this = next(iter(form_shown.years.values()))
        assert this.start == first
        label = str(form_shown.fields["year"].choices[0][1])
        assert label == f"Dieses Schuljahr, {this.name}, ab {date_format(first, 'l')}, " + (
            date_format(first, "SHORT_DATE_FORMAT")
        )


def test_free_days_of_the_plan_are_filled_in(sign_in, lena, case):
    """What is over of them is left out; what is no day is ignored."""
    today = timezone.localdate()
    days = {
        "case": case.pk,
        "start": today - timedelta(days=90),
        "last_day": today + timedelta(days=90),
    }
    client = sign_in(lena)
    shown = client.get("/loans/new/", days).context["form"]
    first = next(iter(shown.years.values())).start
    told = {name: shown[name].value() for name in ("wanted", "year", "first_day", "last_day")}
    assert told == {
        "wanted": f"case:{case.pk}",
        "year": "own",
        "first_day": first,
        "last_day": days["last_day"],
    }
    for bad in ("9999-12-31", "2026-13-45", "x"):
        shown = client.get("/loans/new/", {**days, "last_day": bad}).context["form"]
        assert shown["last_day"].value() is None


def test_the_responsible_person_is_chosen_among_colleagues(sign_in, hanna, anna, vera, otto, case):
    """Of the own school, with the address they have here; anybody else may be typed."""
    client = sign_in(hanna)
    html = client.get("/loans/new/").content.decode()
    names = [str(person) for person in (anna, vera, hanna, otto)]
    assert [f'<option value="{name}">' in html for name in names] == [True, True, True, False]
    loan = apply_for(client, case, responsible=str(anna))
    assert (loan.responsible, loan.responsible_email) == (str(anna), anna.email)
    html = client.get(f"/loans/{loan.number}/amend/").content.decode()
    assert f'<option value="{vera}">' in html


def test_whoever_submits_reads_which_proofs_are_still_missing(sign_in, hanna, case, condition):
    client = sign_in(hanna)
    loan = apply_for(client, case)
    page = client.post(f"/loans/{loan.number}/submit/", follow=True).content.decode()
    assert "Der Antrag ist eingereicht. Es fehlen noch diese Nachweise: WLAN." in page
    other = apply_for(client, case, purpose="Physik")
    other = Loan.objects.exclude(pk=loan.pk).get()
    workflow.meet_condition(
        other, by=hanna, condition=other.conditions.select_related("condition").get()
    )
    page = client.post(f"/loans/{other.number}/submit/", follow=True).content.decode()
    assert "Der Antrag ist eingereicht. Sie hören von uns." in page


def test_an_exact_case_is_asked_for_once(sign_in, hanna, case):
    client = sign_in(hanna)
    answer = client.post("/loans/new/", form(case, wanted=f"case:{case.pk}", quantity=2))
    assert answer.context["form"].non_field_errors()
    assert apply_for(client, case, wanted=f"case:{case.pk}").case == case


def test_nobody_applies_for_another_school_or_a_case_of_a_school(sign_in, hanna, moor, kinds, lena):
    case = make_case("IT-K9", kinds, lena, tablets=0)
    other = make_case("IT-K8", kinds, lena, tablets=0)
    type(case).objects.filter(pk=case.pk).update(school=moor)
    client = sign_in(hanna)
    loan = apply_for(client, other, school=moor.pk)
    assert loan.school.short_name == "GAD"
    answer = client.post("/loans/new/", form(case, wanted=f"case:{case.pk}"))
    assert "wanted" in answer.context["form"].errors


PROOFS = [
    ("text", {"proof": ""}, "proof"),
    ("file", {}, "file"),
    ("date", {"valid_until": ""}, "valid_until"),
    ("date", {"valid_until": "2020-01-01"}, "valid_until"),
]


@pytest.mark.parametrize(("kind", "body", "wrong"), PROOFS)
def test_a_proof_is_what_was_asked_for(kind, body, wrong, sign_in, hanna, deich, case):
    asked = Condition.objects.create(label_de="Plan", proof=kind)
    loan = make_loan(hanna, deich, case)
    kept = loan.conditions.get(condition=asked)
    answer = sign_in(hanna).post(f"/loans/{loan.number}/conditions/{kept.pk}/", body)
    assert list(answer.context["form"].errors) == [wrong]


def test_a_paper_is_given_checked_sent_back_and_read(sign_in, hanna, lena, vera, anna, deich, case):
    Condition.objects.create(label_de="Schulungsplan", proof="file")
    loan = make_loan(hanna, deich, case)
    kept = loan.conditions.get()
    url = f"/loans/{loan.number}/conditions/{kept.pk}/"
    plan = SimpleUploadedFile("plan.txt", b"Woche 1: Einweisung")
    assert sign_in(hanna).post(url, {"file": plan}).status_code == 303
    kept.refresh_from_db()
    assert (kept.file_name, kept.is_met, kept.given_at is None) == ("plan.txt", False, False)
    assert b"".join(sign_in(vera).get(f"{url}file/").streaming_content) == b"Woche 1: Einweisung"
    assert sign_in(anna).get(f"{url}file/").status_code == 404
    assert sign_in(hanna).post(f"{url}reopen/", {"note": "x"}).status_code == 403
    assert sign_in(lena).post(f"{url}reopen/", {"note": "Bitte genauer"}).status_code == 303
    kept.refresh_from_db()
    assert kept.given_at is None
    html = sign_in(hanna).get(f"/loans/{loan.number}/").content.decode()
    assert "Bitte genauer" in html


def test_three_cases_two_promised_one_waits(sign_in, hanna, lena, case, other_case, condition):
    client = sign_in(hanna)
    loan = apply_for(client, case, quantity=3)
    kept = loan.conditions.get()
    client.post(f"/loans/{loan.number}/conditions/{kept.pk}/")
    client.post(f"/loans/{loan.number}/submit/")
    sent = OutboxMessage.objects.filter(payload__to="lena@example.org")
    assert [m.payload["subject"] for m in sent] == ["Gymnasium am Deich beantragt 3 Koffer"]
    client = sign_in(lena)
    client.post(f"/loans/{loan.number}/conditions/{kept.pk}/accept/")
    url = f"/loans/{loan.number}/decide_together/"
    wrong = client.post(url, {"number": 2, "rest": "refuse"})
    assert list(wrong.context["form"].errors) == ["reason"]
    assert client.post(url, {"number": 2, "rest": "wait"}).status_code == 303
    states = Loan.objects.order_by("pk").values_list("state", "case__inventory_number")
    assert list(states) == [("approved", "IT-K1"), ("approved", "IT-K2"), ("waitlisted", None)]
    told = OutboxMessage.objects.filter(payload__to="hanna@example.org").get()
    assert "2 Koffer sind zugesagt, 1 steht auf der Warteliste." in told.payload["text"]


def test_the_waiting_list_is_in_the_order_of_applications(
    sign_in, hanna, otto, lena, deich, moor, case
):
    loans = [make_loan(lena, school, case, to="submitted") for school in (deich, moor)]
    for loan in loans:
        workflow.waitlist(loan, by=lena)
    rows = sign_in(lena).get("/loans/waiting/").context["rows"]
    assert [(r.school.short_name, r.place, r.of, r.free) for r in rows] == [
        ("GAD", 1, 2, 1),
        ("BAM", 2, 2, 1),
    ]
    rows = sign_in(otto).get("/loans/waiting/").context["rows"]
    assert [(r.school.short_name, r.place, r.of) for r in rows] == [("BAM", 2, 2)]
    html = sign_in(otto).get("/loans/waiting/").content.decode()
    assert "Gymnasium am Deich" not in html


def test_refused_with_a_reason_that_the_school_reads(sign_in, lena, hanna, loan):
    client = sign_in(lena)
    assert "reason" in client.post(f"/loans/{loan.number}/refuse/").context["form"].errors
    assert client.post(f"/loans/{loan.number}/refuse/", {"reason": "Kein WLAN"}).status_code == 303
    assert "Kein WLAN" in sign_in(hanna).get(f"/loans/{loan.number}/").content.decode()


def test_a_draft_is_amended_and_withdrawn(sign_in, hanna, deich, case, other_case):
    loan = make_loan(hanna, deich, case)
    client = sign_in(hanna)
    body = {
        "purpose": "Physik",
        "responsible": "Herr Thiel",
        "case": other_case.pk,
        "first_day": "2027-08-01",
        "last_day": "2028-07-31",
    }
    assert client.post(f"/loans/{loan.number}/amend/", body).status_code == 303
    now = again(loan)
    assert (now.purpose, now.responsible, now.case, str(now.last_day)) == (
        "Physik",
        "Herr Thiel",
        other_case,
        "2028-07-31",
    )
    life = client.get(f"/loans/{loan.number}/").content.decode().split('id="life"')[1]
    assert "Thiel" not in life.split("</section>")[0]
    assert client.post(f"/loans/{loan.number}/withdraw/").status_code == 303
    assert client.post(f"/loans/{loan.number}/amend/", body).status_code == 409


def test_more_time_is_asked_for_and_answered(sign_in, hanna, lena, running):
    later = year(running.end)["end"]
    body = {"last_day": str(later), "reason": "Projekt läuft"}
    assert sign_in(hanna).post(f"/loans/{running.number}/extend/", body).status_code == 303
    client = sign_in(lena)
    page = client.get(f"/loans/{running.number}/")
    assert page.context["main"].step == "extend"
    assert "Projekt läuft" in page.content.decode()
    assert (
        client.post(
            f"/loans/{running.number}/refuse_extension/", {"reason": "Inventur"}
        ).status_code
        == 303
    )
    assert (
        client.post(f"/loans/{running.number}/extend/", {"last_day": str(later)}).status_code == 303
    )
    assert again(running).wanted_end is None
    assert again(running).end > running.end


def test_the_school_names_the_room(sign_in, hanna, otto, running, room204, room12):
    client = sign_in(hanna)
    url = f"/loans/{running.number}/name_room/"
    assert "location" in client.post(url, {"location": room12.pk}).context["form"].errors
    assert client.post(url, {"location": room204.pk}).status_code == 303
    assert again(running).location == room204
    assert sign_in(otto).get(url).status_code == 404
