"""What a receipt tells, and what it keeps for itself."""

import pytest

from itsm.files.uploads import accept_upload
from itsm.journal.models import Event
from tests.conftest import make_device
from tests.tickets.conftest import again
from tests.tickets.reporting.conftest import act, hidden, picture, send, text_of
from tickets import workflow
from tickets.models import Report, Ticket
from tickets.receipts import receipt_of
from tickets.reporting import receipt_timeline
from tickets.work.workflow.closing import close_by_itself

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined_page(phone, page, mine, door):
    """The receipt of somebody else who tapped "me too"."""
    fields = hidden(phone.get(door))
    return phone.post(f"{door}/join", {**fields, "ticket": mine.ticket.pk})["Location"]


def test_who_joined_sees_nothing_of_the_others(phone, page, mine, joined_page, tom, vera):
    act(phone, page, "comment", text="Meine Nummer: 0171", photo=picture("geheim.jpg"))
    photo = mine.ticket.files.get()
    workflow.comment(mine.ticket, by=vera, text="Nur für die Schule", visibility="school")
    workflow.comment(mine.ticket, by=tom, text="Komme morgen")
    workflow.solve(mine.ticket, by=tom, solution="Kabel getauscht")

    shown = text_of(phone.get(joined_page))
    everything = text_of(phone.get(page))

    secret = ["Mein Text", "0171", "geheim.jpg", "Nur für die Schule", "kollegin", "Tom", "Vera"]
    assert [word for word in secret if word in shown] == []
    assert [word for word in ("Komme morgen", "Kabel getauscht") if word not in shown] == []
    assert phone.get(f"{joined_page}/files/{photo.pk}").status_code == 404
    assert [word for word in ("0171", "geheim.jpg", "Komme morgen") if word not in everything] == []


def test_who_joined_reads_her_own_words(phone, page, mine):
    joined = workflow.join(mine.ticket, text="Bei mir flackert es auch")
    assert "Bei mir flackert es auch" in text_of(phone.get(f"/r/{receipt_of(joined)}"))
    assert "Bei mir flackert es auch" not in text_of(phone.get(page))


def test_who_joined_withdraws_and_closes_for_nobody_else(phone, page, mine, joined_page, tom):
    act(phone, joined_page, "withdraw")

    assert again(mine.ticket).state == "new"
    assert sorted(Report.objects.values_list("joined", "state")) == [
        (False, "accepted"),
        (True, "withdrawn"),
    ]


def test_who_joined_cannot_confirm_for_all(phone, page, mine, joined_page, tom):
    workflow.solve(mine.ticket, by=tom, solution="Kabel getauscht")

    act(phone, joined_page, "fixed")
    assert again(mine.ticket).state == "solved"
    act(phone, joined_page, "reopen")
    assert again(mine.ticket).state == "assigned"


def test_colleagues_words_stay_theirs(phone, page, mine, bert, tom):
    joined = workflow.join(mine.ticket, by=bert)
    workflow.comment(mine.ticket, report=joined, text="Von Bert")
    workflow.add_file(mine.ticket, accepted=_photo("bert.jpg"), report=joined)
    workflow.add_file(mine.ticket, accepted=_photo("plan.jpg"), by=tom)
    workflow.add_file(mine.ticket, accepted=_photo("intern.jpg"), by=tom, visibility="authority")

    shown = text_of(phone.get(page))

    words = ["Von Bert", "bert.jpg", "intern.jpg", "plan.jpg"]
    assert [word for word in words if word in shown] == ["plan.jpg"]


def _photo(name):
    return accept_upload(picture(name), max_bytes=10**7)


def test_a_held_report_waits_without_buttons(phone, door):
    answer = send(phone, door, website="x", description="Hallo?")

    page = answer["Location"]
    shown = text_of(phone.get(page))
    assert ("Hallo?" in shown, "formaction" in shown) == (True, False)
    assert phone.post(f"{page}/withdraw", hidden(phone.get("/q/0"))).status_code == 409


def test_a_dismissed_report_says_so(phone, door, vera):
    page = send(phone, door, website="x")["Location"]
    workflow.dismiss(Report.objects.get(), by=vera)

    assert phone.get(page).status_code == 200


def test_every_state_has_its_sentence(phone, page, mine, tom):
    seen = [_sentence(phone, page)]
    workflow.take_over(mine.ticket, by=tom)
    seen.append(_sentence(phone, page))
    for whom in Ticket.WaitingFor.values:
        workflow.wait(mine.ticket, by=tom, waiting_for=whom)
        seen.append(_sentence(phone, page))
    workflow.solve(mine.ticket, by=tom, solution="neu gestartet")
    seen.append(_sentence(phone, page))
    workflow.close(mine.ticket, by=tom)
    seen.append(_sentence(phone, page))

    assert len(set(seen)) == len(seen) == 9


def test_a_question_and_its_end_are_told_as_such(phone, page, mine, tom):
    workflow.wait(mine.ticket, by=tom, waiting_for="reporter", note="Welche Lampe?")
    asked = text_of(phone.get(page))
    close_by_itself(again(mine.ticket), why="silent")
    closed = text_of(phone.get(page))

    assert ("Eine Frage an Sie" in asked, "Welche Lampe?" in asked) == (True, True)
    assert "Geschlossen, weil keine Antwort kam" in closed
    assert "Brauchen Sie noch Hilfe" in _sentence(phone, page)
    assert f"{page}/reopen" in closed


def _sentence(phone, page):
    return text_of(phone.get(page)).partition('<p class="note')[2].partition("</p>")[0]


def test_what_staff_corrects_is_not_shown_to_who_reported(phone, page, mine, tom, beamer):
    """What a ticket is called, and about which devices it is, is the staff's own bookkeeping."""
    before = text_of(phone.get(page))
    workflow.edit(mine.ticket, by=tom, description="Vermutlich selbst verschuldet")
    workflow.edit(again(mine.ticket), by=tom, title="Bedienfehler, wieder Raum 204")
    other = make_device("GAD-00999", beamer.category, beamer.school, beamer.location)
    workflow.set_devices(again(mine.ticket), by=tom, devices=[beamer, other])
    lines = Event.objects.filter(verb__in=("ticket.edited", "ticket.devices_changed"))
    assert set(lines.values_list("visibility", flat=True)) == {"school"}
    assert lines.count() == 3
    told = [line.sentence for line in receipt_timeline.lines(mine)]
    after = text_of(phone.get(page))
    assert told == ["Von Ihnen gemeldet"]
    for word in ("verschuldet", "GAD-00999", "Geändert"):
        assert (word in before, word in after) == (False, False)


def test_nor_does_a_signed_in_reporter_read_it(anna, vera, tom, deich, beamer, client):
    told = workflow.report(by=anna, school=deich, devices=[beamer], title="kein Bild")
    workflow.edit(told.ticket, by=vera, description="Vermutlich selbst verschuldet")
    client.force_login(anna)
    seen = client.get(f"/tickets/{told.ticket.number}/").content.decode()
    api = client.get(f"/api/v1/events/?ticket={told.ticket.pk}").json()["results"]
    assert "Geändert" not in seen
    assert [row["verb"] for row in api] == ["ticket.reported"]
    client.force_login(vera)
    assert "Geändert: " in client.get(f"/tickets/{told.ticket.number}/").content.decode()
