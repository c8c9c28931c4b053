"""Pictures of before and after, papers and proofs, sent and fetched through the API."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from loans.models import Condition, LoanPaper, LoanPhoto
from tests.loans.conftest import make_loan
from tests.loans.handover.test_workflow_preparing import picture


@pytest.fixture
def send(api):
    """`send(lena, loan, "handover", slot=2)`: the answer to a picture that is sent."""

    def _send(person, loan, act, file=None, key="", **more):
        body = {"act": act, "file": file or picture(), **more}
        headers = {"Idempotency-Key": key} if key else {}
        url = f"/api/v1/loans/{loan.pk}/photos/"
        return api(person).post(url, body, format="multipart", headers=headers)

    return _send


def status_of(answer):
    """The file behind it is put back."""
    answer.close()
    return answer.status_code


def test_pictures_before_and_after_are_listed_and_fetched(api, send, lena, vera, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    whole, one = send(lena, loan, "handover"), send(lena, loan, "handover", slot=2)
    assert (whole.status_code, one.status_code) == (201, 201)
    item = loan.items.get(slot=2)
    listed = api(vera).get(f"/api/v1/loans/{loan.pk}/photos/").json()
    assert [
        (r["item"], r["slot"], r["device"], r["act"], r["by"]["name"]) for r in listed["results"]
    ] == [
        (None, None, None, "handover", "Lena"),
        (item.pk, 2, item.device_id, "handover", "Lena"),
    ]
    narrowed = api(vera).get(f"/api/v1/loans/{loan.pk}/photos/?item={item.pk}").json()
    assert [row["id"] for row in narrowed["results"]] == [one.json()["id"]]
    fetched = api(vera).get(one.json()["url"])
    assert (fetched["Content-Type"], fetched["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(io.BytesIO(fetched.getvalue())).format == "JPEG"


def test_after_the_return_it_is_an_after_picture(send, lena, running):
    assert send(lena, running, "handover").status_code == 409
    assert send(lena, running, "return", code="IT-K1-03").json()["slot"] == 3


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"act": "party"}, "act"),
        ({"slot": 99}, "device"),
        ({"item": 999_999}, "device"),
        ({"file": SimpleUploadedFile("a.png", b"keine", "image/png")}, "file"),
        ({"file": SimpleUploadedFile("a.png", b"", "image/png")}, "file"),
        ({"who": "x"}, "who"),
    ],
)
def test_what_is_not_right_is_said_by_name(send, lena, running, more, wrong):
    answer = send(lena, running, **{"act": "return", **more})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])
    assert not LoanPhoto.objects.exists()


def test_the_same_picture_with_the_same_key_is_kept_once(send, lena, running):
    first, again = (send(lena, running, "return", key="k1", slot=1) for _n in range(2))
    assert first.json() == again.json()
    assert send(lena, running, "return", key="k1", slot=2).status_code == 409
    assert LoanPhoto.objects.count() == 1


def test_words_alone_are_no_picture_and_too_much_is_refused(
    api,
    lena,
    running,
):
    url = f"/api/v1/loans/{running.pk}/photos/"
    answer = api(lena).post(url, {"act": "return"}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["file"])
    big = SimpleUploadedFile("a.png", b"x" * 20_200_000, "image/png")
    answer = api(lena).post(url, {"act": "return", "file": big}, format="multipart")
    assert answer.status_code == 413


def test_who_may_not_see_or_send_them(api, send, lena, anna, hanna, otto, nora, ida, running):
    photo = send(lena, running, "return", slot=1).json()
    url = f"/api/v1/loans/{running.pk}/photos/"
    people = (anna, hanna, otto, nora, ida)
    seen = {
        p.username: (
            api(p).get(url).status_code,
            status_of(api(p).get(photo["url"])),
            send(p, running, "return").status_code,
        )
        for p in people
    }
    assert seen == {
        "anna": (200, 404, 403),
        "hanna": (200, 200, 403),
        "otto": (404, 404, 404),
        "nora": (404, 404, 404),
        "ida": (404, 404, 404),
    }
    assert api(anna).get(url).json()["results"] == []
    assert api().get(photo["url"]).status_code == 401


def test_a_picture_of_another_loan_is_not_found_here(api, send, lena, moor, running, other_case):
    photo = send(lena, running, "return").json()
    other = make_loan(lena, moor, other_case, to="handed_over")
    url = f"/api/v1/loans/{other.pk}/photos/{photo['id']}/"
    assert [api(lena).get(one).status_code for one in (url, f"{url}file/")] == [404, 404]


def test_the_papers_of_a_loan_are_fetched_as_they_were_signed(api, anna, hanna, otto, running):
    row = api(hanna).get(f"/api/v1/loans/{running.pk}/").json()["papers"][0]
    fetched = api(hanna).get(row["url"])
    mark = hashlib.sha256(fetched.content).hexdigest()
    assert (fetched["Content-Type"], mark) == (
        "application/pdf",
        row["sha256"],
    )
    listed = api(hanna).get(f"/api/v1/loans/{running.pk}/papers/").json()["results"]
    assert listed == [row]
    assert [api(p).get(row["url"]).status_code for p in (anna, otto)] == [404, 404]
    LoanPaper.objects.update(sha256="0" * 64)
    assert api(hanna).get(row["url"]).status_code == 409


def test_a_proof_may_be_a_file(api, hanna, vera, anna, otto, deich, case, condition):
    Condition.objects.update(proof="file")
    loan = make_loan(hanna, deich, case, to="submitted")
    url = f"/api/v1/loans/{loan.pk}/meet_condition/"
    assert api(hanna).post(url, {}, format="json").status_code == 409
    bad = SimpleUploadedFile("plan.exe", b"MZ\x90\x00", "application/pdf")
    answer = api(hanna).post(url, {"file": bad}, format="multipart")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["file"])
    plan = SimpleUploadedFile("plan.txt", b"Montags um zwei", "text/plain")
    given = api(hanna).post(url, {"file": plan, "proof": "siehe Datei"}, format="multipart")
    row = given.json()["conditions"][0]
    assert (given.status_code, row["file_name"], row["met"]) == (200, "plan.txt", False)
    assert api(vera).get(row["file_url"]).getvalue() == b"Montags um zwei"
    assert api(vera).get(f"/api/v1/loans/{loan.pk}/conditions/").json()["results"] == [row]
    assert [api(p).get(row["file_url"]).status_code for p in (anna, otto)] == [404, 404]
