"""The pages of a handover: prepared, scanned, counted, signed; with and without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loans import workflow
from loans.models import LoanPaper, LoanPhoto, PreparationTask
from tests.loans.conftest import again, make_case, make_loan
from tests.loans.handover.test_workflow_preparing import picture

SIGNED = {
    "school-name": "Hanna Harms",
    "school-strokes": "[[[0.1, 0.5], [0.9, 0.4]]]",
    "authority-name": "Lena",
    "authority-confirmed": "on",
    "note": "",
}
HTMX = {"HX-Request": "true"}


def page(loan, step):
    return f"/loans/{loan.number}/{step}/"


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def prepared(lena, deich, case):
    return make_loan(lena, deich, case, to="prepared")


@pytest.fixture
def desk(lena, sign_in):
    return sign_in(lena)


def scan_all(desk, loan):
    for item in loan.items.select_related("device"):
        desk.post(page(loan, "scan_out"), {"code": item.device.inventory_number})


def test_a_case_is_handed_over_without_javascript(desk, prepared):
    for item in prepared.items.select_related("device"):
        answer = desk.post(page(prepared, "scan_out"), {"code": item.device.inventory_number})
        assert (answer.status_code, answer["Location"]) == (303, page(prepared, "hand_over"))
    assert desk.get(page(prepared, "sign_out")).status_code == 200
    answer = desk.post(page(prepared, "hand_over"), SIGNED)
    paper = LoanPaper.objects.get(loan=prepared)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/loans/{prepared.number}/papers/{paper.pk}/",
    )
    assert again(prepared).state == "handed_over"
    signed = prepared.signatures.order_by("side").values_list("side", "name", "strokes")
    assert list(signed) == [
        ("authority", "Lena", []),
        ("school", "Hanna Harms", [[[0.1, 0.5], [0.9, 0.4]]]),
    ]


def test_a_scan_answers_with_its_line_and_a_sentence(desk, prepared):
    answer = desk.post(page(prepared, "scan_out"), {"code": "IT-K1-02"}, headers=HTMX)
    text, item = text_of(answer), prepared.items.get(slot=2)
    assert answer.status_code == 200
    assert f'<li id="item-{item.pk}" class="slot ok" hx-swap-oob="true">' in text
    assert 'data-heard="ok"' in text
    assert text.count("<li ") == 1
    assert "<html" not in text
    assert "1 von 5" in text or "1 of 5" in text
    answer = desk.post(page(prepared, "scan_out"), {"code": "IT-K1-02"}, headers=HTMX)
    assert 'data-heard="again"' in text_of(answer)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_wrong_device_is_refused_with_the_reason_and_what_was_typed(
    desk, prepared, other_case, headers
):
    answer = desk.post(page(prepared, "scan_out"), {"code": "IT-K2-01"}, headers=headers)
    text = text_of(answer)
    assert (answer.status_code, "IT-K2" in text, 'data-heard="bad"' in text) == (409, True, True)
    assert ('value="IT-K2-01"' in text) == (not headers)
    assert prepared.items.filter(scanned_out_at__isnull=False).count() == 0


def test_a_scan_is_undone(desk, prepared):
    item = workflow.scan_out(prepared, by=desk_person(prepared), code="IT-K1-02")
    answer = desk.post(page(prepared, "undo_scan_out"), {"item": item.pk}, headers=HTMX)
    assert 'data-heard="undone"' in text_of(answer)
    assert prepared.items.get(slot=2).scanned_out_at is None


def desk_person(loan):
    return loan.last_handler


def test_a_device_stays_here_with_a_reason(desk, prepared):
    item = prepared.items.get(slot=3)
    url = page(prepared, "leave_out")
    assert desk.get(url, {"item": item.pk}).status_code == 200
    assert desk.post(url, {"item": item.pk, "reason": ""}).status_code == 200
    assert desk.post(url, {"item": item.pk, "reason": "lädt nicht"}).status_code == 303
    assert prepared.items.get(slot=3).left_out == "lädt nicht"
    assert "lädt nicht" in text_of(desk.get(page(prepared, "sign_out")))


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_accessories_are_counted(desk, prepared, headers):
    row = prepared.accessories.get()
    answer = desk.post(page(prepared, "count_out"), {f"out_{row.pk}": 3}, headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert prepared.accessories.get().out == 3
    answer = desk.post(page(prepared, "count_out"), {f"out_{row.pk}": -1}, headers=headers)
    assert (answer.status_code, prepared.accessories.get().out) == (409, 3)


def test_nothing_is_signed_by_half_and_what_was_typed_stays(desk, prepared):
    scan_all(desk, prepared)
    for missing in ("school-strokes", "authority-confirmed", "school-name"):
        answer = desk.post(page(prepared, "hand_over"), {**SIGNED, missing: ""})
        assert (answer.status_code, again(prepared).state) == (200, "prepared")
        assert ('value="Hanna Harms"' in text_of(answer)) == (missing != "school-name")
    answer = desk.post(page(prepared, "hand_over"), {**SIGNED, "school-strokes": "[[1]]"})
    assert (answer.status_code, again(prepared).state) == (409, "prepared")
    answer = desk.post(page(prepared, "hand_over"), {**SIGNED, "school-strokes": "{"})
    assert (answer.status_code, again(prepared).state) == (200, "prepared")


def test_a_signature_without_a_name_says_so_and_comes_back(desk, prepared):
    scan_all(desk, prepared)
    for side, word in (("school", "strokes"), ("authority", "strokes"), ("authority", "confirmed")):
        drawn = "[[[0.2, 0.3], [0.4, 0.5]]]" if word == "strokes" else "on"
        answer = desk.post(
            page(prepared, "hand_over"), {**SIGNED, f"{side}-name": " ", f"{side}-{word}": drawn}
        )
        form = answer.context["form"]
        (theirs,) = [one for one in form.sides if one.side == side]
        assert theirs.errors == {"name": ["Bitte den Namen dazu."]}
        assert theirs[word].value() == (drawn if word == "strokes" else True)
    assert again(prepared).state == "prepared"
    assert prepared.signatures.count() == 0


def test_strokes_nested_deeper_than_anybody_draws_are_refused_and_do_not_come_back(desk, prepared):
    """What can't be read is not offered again: else nobody could sign anew."""
    scan_all(desk, prepared)
    for strokes in ("[" * 100_000, '{"a": 1}', "[1]", "nan"):
        answer = desk.post(page(prepared, "hand_over"), {**SIGNED, "school-strokes": strokes})
        school = answer.context["form"].sides[0]
        assert (answer.status_code, school["strokes"].value(), dict(school.errors)) == (
            200,
            "",
            {
                "strokes": [
                    "Die Unterschrift war nicht lesbar. Bitte unterschreiben Sie noch einmal "
                    "oder tippen Sie den Namen."
                ]
            },
        )
    assert again(prepared).state == "prepared"


def test_an_incomplete_handover_is_refused_and_what_was_typed_stays(desk, prepared):
    answer = desk.post(page(prepared, "hand_over"), SIGNED)
    text = text_of(answer)
    assert (answer.status_code, "IT-K1-01" in text, 'value="Hanna Harms"' in text) == (
        409,
        True,
        True,
    )


def test_the_list_is_ticked_and_may_wait(desk, lena, deich, case):
    tasks = [PreparationTask.objects.create(label_de=word) for word in ("zurückgesetzt", "geladen")]
    loan = make_loan(lena, deich, case, to="approved")
    assert desk.get(page(loan, "hand_over"))["Location"] == page(loan, "prepare")
    url = page(loan, "prepare")
    assert desk.post(url, {"done": [tasks[0].pk], "later": "yes"}).status_code == 303
    assert again(loan).state == "approved"
    answer = desk.post(url, {"done": [tasks[0].pk]})
    assert (answer.status_code, "geladen" in text_of(answer)) == (409, True)
    assert desk.post(url, {"done": [t.pk for t in tasks]})["Location"] == page(loan, "hand_over")
    assert again(loan).state == "prepared"


def test_a_picture_and_known_damage(desk, prepared, sign_in, vera, anna, otto):
    url = f"/loans/{prepared.number}/photos/handover/new/"
    item = prepared.items.get(slot=2)
    assert desk.post(url, {"damage": "Kratzer"}).status_code == 200
    answer = desk.post(url, {"item": item.pk, "damage": "Kratzer", "file": picture(), "key": "k"})
    assert answer["Location"] == page(prepared, "sign_out")
    photo = LoanPhoto.objects.get(loan=prepared)
    assert (prepared.items.get(slot=2).known_damage, photo.item) == ("Kratzer", item)
    shown = f"/loans/{prepared.number}/photos/{photo.pk}/"
    for person, status in ((vera, 200), (anna, 404), (otto, 404)):
        answer = sign_in(person).get(shown)
        assert (answer.status_code, answer.get("Content-Type", "")) == (
            status,
            "image/jpeg" if status == 200 else answer["Content-Type"],
        )
        answer.close()


def test_a_picture_is_taken_away_again(desk, prepared):
    desk.post(f"/loans/{prepared.number}/photos/handover/new/", {"file": picture(), "key": "k"})
    photo = LoanPhoto.objects.get(loan=prepared)
    desk.post(f"/loans/{prepared.number}/photos/{photo.pk}/remove/")
    assert not LoanPhoto.objects.exists()


STEPS = [
    "prepare",
    "hand_over",
    "scan_out",
    "sign_out",
    "take_back",
    "scan_in",
    "sign_in",
    "inspect",
    "close",
    "swap",
]
POSTED = ["scan_out", "undo_scan_out", "count_out", "hand_over"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("anna", 404), ("vera", 403), ("hanna", 403), ("otto", 404), ("nora", 404), ("ida", 404)],
)
def test_nobody_else_hands_out(request, name, status, prepared, sign_in):
    browser = sign_in(request.getfixturevalue(name))
    asked = [browser.get(page(prepared, step)).status_code for step in STEPS]
    sent = [browser.post(page(prepared, step), SIGNED).status_code for step in POSTED]
    assert {*asked, *sent} == {status}


def test_a_technician_of_the_authority_hands_out(tom, prepared, sign_in):
    assert sign_in(tom).get(page(prepared, "hand_over")).status_code == 200


def test_only_this_page_may_ask_for_the_camera(desk, prepared):
    scanning, other = desk.get(page(prepared, "hand_over")), desk.get(page(prepared, "sign_out"))
    assert "camera=(self)" in scanning["Permissions-Policy"]
    assert "'wasm-unsafe-eval'" in scanning["Content-Security-Policy"]
    assert "camera=()" in other["Permissions-Policy"]
    assert "wasm" not in other["Content-Security-Policy"]


def test_what_is_not_possible_now_is_said(desk, lena, deich, running):
    for step in ("hand_over", "sign_out", "inspect"):
        assert desk.get(page(running, step)).status_code == 409


@pytest.mark.parametrize("step", ["hand_over", "sign_out"])
def test_thirty_tablets_cost_as_many_questions_as_one(desk, lena, deich, kinds, step):
    asked = []
    for number, tablets in (("IT-KA", 1), ("IT-KB", 30)):
        loan = make_loan(lena, deich, make_case(number, kinds, lena, tablets), to="prepared")
        desk.get(page(loan, step))
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(page(loan, step))
        asked.append(len(queries))
        assert len(answer.content) < 60_000
    assert asked[0] == asked[1] <= 12
