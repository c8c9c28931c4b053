"""The receipt: private, followed without a sign-in, and of nobody else's words."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assets.labels.codes import ALPHABET
from itsm.outbox.models import OutboxMessage
from tests.tickets.conftest import again
from tests.tickets.reporting.conftest import act, hidden, later, picture, send, text_of
from tickets import workflow
from tickets.models import Comment, Report, Ticket, TicketFile
from tickets.receipts import receipt_of, report_by_receipt

pytestmark = pytest.mark.django_db


def test_it_shows_number_tile_place_and_own_words(phone, page, mine):
    shown = text_of(phone.get(page))

    words = [f">{mine.ticket.number}<", "Beamer", "Raum 204", "kein Bild", "Mein Text"]
    assert [word for word in words if word not in shown] == []


def test_slash_and_letter_case_of_the_address_do_not_matter(phone, page, mine):
    number, seal = receipt_of(mine).split("-")
    for address in (f"{page}/", page.replace("/r/", "/R/"), f"/r/{number}-{seal.lower()}"):
        assert phone.get(address).status_code == 200


def test_reading_changes_nothing(phone, page, mine):
    before = again(mine.ticket).updated_at
    for _n in range(3):
        phone.get(page)
        for step in ("comment", "fixed", "reopen", "withdraw"):
            assert phone.get(f"{page}/{step}")["Location"] == page
    ticket = again(mine.ticket)
    assert (ticket.updated_at, ticket.state, Comment.objects.count()) == (before, "new", 0)


@given(position=st.integers(0, 25), letter=st.sampled_from(ALPHABET))
def test_a_forged_receipt_opens_nothing(position, letter):
    report = Report(pk=4711)
    number, seal = receipt_of(report).split("-")
    forged = seal[:position] + letter + seal[position + 1 :]

    # Only the true seal gets as far as asking the database.
    if forged != seal:
        assert report_by_receipt(f"{number}-{forged}") is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda r: r[:-1],
        lambda r: r + "0",
        lambda r: r.replace("-", ""),
        lambda r: r.split("-")[1],
        lambda r: r.split("-")[0] + "-",
        lambda r: "9" + r,
        lambda r: "-" + r,
        lambda r: "%00" + r,
        lambda r: str(int(r.split("-")[0]) + 1) + "-" + r.split("-")[1],
        lambda r: "9" * 30 + "-" + r,
    ],
)
def test_a_wrong_receipt_is_a_friendly_404(phone, mine, forge):
    for tail in ("", "/comment", "/files/1"):
        answer = phone.get(f"/r/{forge(receipt_of(mine))}{tail}")
        assert (answer.status_code, 'href="/report/"' in text_of(answer)) == (404, True)


def test_it_ends_thirty_days_after_closing(phone, page, mine, tom):
    workflow.close(mine.ticket, by=tom)
    with later(days=29):
        assert phone.get(page).status_code == 200
    with later(days=31):
        assert phone.get(page).status_code == 404


def test_adding_text_and_a_photo(phone, page, mine):
    answer = act(phone, page, "comment", text="Es brummt auch", photo=picture())

    said, kept = Comment.objects.get(), mine.ticket.files.get()
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert (said.text, said.by, said.report, said.visibility) == (
        "Es brummt auch",
        None,
        mine,
        "reporter",
    )
    shown = text_of(phone.get(page))
    assert ("Es brummt auch" in shown, f"{page}/files/{kept.pk}" in shown) == (True, True)


def test_saying_nothing_is_said_to_be_nothing(phone, page):
    answer = act(phone, page, "comment", text="  ")

    assert (answer.status_code, 'aria-invalid="true"' in text_of(answer)) == (200, True)


def test_a_refused_photo_keeps_the_text(phone, page, mine):
    wrong = picture()
    wrong.file.seek(0)
    wrong.file.truncate(40)
    wrong.size = 40

    answer = act(phone, page, "comment", text="Es brummt auch", photo=wrong)

    assert (answer.status_code, "Es brummt auch" in text_of(answer)) == (200, True)
    assert (Comment.objects.count(), mine.ticket.files.count()) == (0, 0)


def test_a_double_tap_is_one_comment(phone, page):
    fields = {**hidden(phone.get(page)), "text": "Es brummt auch"}
    for _n in range(2):
        phone.post(f"{page}/comment", fields)

    assert Comment.objects.count() == 1


def test_an_answer_ends_the_waiting(phone, page, mine, tom):
    workflow.take_over(mine.ticket, by=tom)
    workflow.wait(mine.ticket, by=tom, waiting_for="reporter", note="Welche Buchse?")
    asked = text_of(phone.get(page))

    act(phone, page, "comment", text="HDMI 1")

    assert ("Welche Buchse?" in asked, again(mine.ticket).state) == (True, "assigned")


def test_withdrawing_before_work_began(phone, page, mine):
    answer = act(phone, page, "withdraw")

    assert (answer.status_code, again(mine.ticket).state) == (303, "closed")
    assert Report.objects.get().state == "withdrawn"
    shown = text_of(phone.get(page))
    assert [
        word in shown for word in ("zurückgezogen", "Sie haben die Meldung zurückgenommen")
    ] == [
        True,
        True,
    ]
    assert steps_on(shown, page) == ["reopen"]


def steps_on(shown, page) -> list[str]:
    """What can be done by one tap on the receipt."""
    return re.findall(rf'formaction="{page}/(\w+)"', shown)


def test_withdrawing_asks_first_and_can_be_undone(phone, page, mine):
    """Without a script, too: the button lies below its question, folded away."""
    folded = re.search(
        r"<details>\s*<summary>Meldung zurückziehen</summary>.*?</details>",
        text_of(phone.get(page)),
        re.S,
    )
    assert steps_on(folded[0], page) == ["withdraw"]
    act(phone, page, "withdraw")
    act(phone, page, "reopen")
    assert (again(mine.ticket).state, Report.objects.get().state) == ("new", "accepted")


def test_it_works_again_is_thanked_for_and_can_be_taken_back(phone, page, mine):
    act(phone, page, "fixed")
    shown = text_of(phone.get(page))
    words = (
        "Danke. Schön, dass es wieder geht.",
        "Sie haben gesagt: Es geht wieder",
        "zurückgezogen",
    )
    assert [word in shown for word in words] == [True, True, False]
    assert (steps_on(shown, page), "Geht doch nicht" in shown) == (["reopen"], True)
    act(phone, page, "reopen")
    assert (again(mine.ticket).state, Report.objects.get().state) == ("new", "accepted")


def test_what_was_taken_back_tells_nothing_more(phone, page, mine, other_phone, tom, bert):
    workflow.join(mine.ticket, by=bert)
    act(phone, page, "withdraw")
    workflow.comment(mine.ticket, by=tom, text="Der Beamer kommt morgen")
    assert "Der Beamer kommt morgen" not in text_of(phone.get(page))


def test_a_wish_does_not_work_again(phone, page, mine):
    assert "fixed" in steps_on(text_of(phone.get(page)), page)
    Ticket.objects.filter(pk=mine.ticket_id).update(kind="wish")
    assert "fixed" not in steps_on(text_of(phone.get(page)), page)


def test_withdrawing_too_late_says_so_and_keeps_the_text(phone, page, mine, tom):
    fields = hidden(phone.get(page))
    workflow.take_over(mine.ticket, by=tom)

    answer = phone.post(f"{page}/withdraw", {**fields, "text": "doch nicht"})

    assert (answer.status_code, "doch nicht" in text_of(answer)) == (409, True)
    assert again(mine.ticket).state == "assigned"


def test_it_works_again_before_anybody_began(phone, page, mine):
    act(phone, page, "fixed")

    assert (again(mine.ticket).state, again(mine.ticket).ended) == ("closed", "itself")


def test_it_works_again_while_somebody_works_on_it(phone, page, mine, tom):
    workflow.take_over(mine.ticket, by=tom)
    OutboxMessage.objects.all().delete()

    act(phone, page, "fixed")

    assert (again(mine.ticket).state, Comment.objects.get().report) == ("assigned", mine)
    assert [m.payload["to"] for m in OutboxMessage.objects.all()] == [tom.email]


def test_it_works_confirms_what_was_solved(phone, page, mine, tom):
    workflow.solve(mine.ticket, by=tom, solution="Kabel getauscht")
    shown = text_of(phone.get(page))

    act(phone, page, "fixed")

    assert ("Kabel getauscht" in shown, again(mine.ticket).state) == (True, "closed")


def test_not_fixed_brings_it_back_with_the_reason(phone, page, mine, tom):
    workflow.solve(mine.ticket, by=tom, solution="Kabel getauscht")

    act(phone, page, "reopen", text="Flackert immer noch")

    ticket = again(mine.ticket)
    assert (ticket.state, ticket.assignee, Comment.objects.get().text) == (
        "assigned",
        tom,
        "Flackert immer noch",
    )


def test_after_the_agreed_days_it_is_not_offered_any_more(phone, page, mine, tom):
    workflow.solve(mine.ticket, by=tom, solution="Kabel getauscht")
    Ticket.objects.update(solved_at=timezone.now() - timedelta(days=8))

    answer = act(phone, page, "reopen")

    assert (f"{page}/reopen" in text_of(phone.get(page)), answer.status_code) == (False, 409)


def test_a_receipt_writes_only_so_much(phone, page):
    answers = [act(phone, page, "comment", text=f"Nr. {n}") for n in range(25)]

    assert {a.status_code for a in answers[:20]} == {303}
    assert (answers[24].status_code, "Nr. 24" in text_of(answers[24])) == (429, True)


def test_a_receipt_shows_the_photo_and_a_way_to_tell_of_something_else(phone, door, no_picture):
    answer = send(phone, door, tile=no_picture.pk, photo=picture())

    page = text_of(phone.get(answer["Location"]))

    kept = TicketFile.objects.get()
    assert f'<img src="{answer["Location"]}/files/{kept.pk}" alt="IMG_0815.jpg"' in page
    note = re.search(r'class="(note [^"]*)"', page)[1].split()
    assert (f'href="{door}"' in page, note) == (True, ["note", "ok"])
