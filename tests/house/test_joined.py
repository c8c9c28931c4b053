"""Who joined reads the thing, the fault and how it stands; nothing anybody else said or put there.

anna told of a projector, with all that is hers; bert teaches at the same school and joined. Words
are planted wherever somebody can leave some, and bert opens everything that could show them.
"""

import re

import pytest
from django.core.files.base import ContentFile

from itsm.outbox.models import OutboxMessage
from itsm.people.roles import Role
from tests.conftest import make_person
from tests.house import leaks
from tests.house.story import person
from tests.tickets.reporting.conftest import act
from tickets import workflow
from tickets.models import Ticket, TicketFile
from tickets.receipts import receipt_of

SAID = [
    "geheimtitel",
    "geheimtext",
    "geheimfeld",
    "geheimfoto",
    "geheimnotiz",
    "geheimantwort",
    "geheimnachtrag",
    "geheimbild",
    "Geheimrat",
    "geheimgeraet",
]


@pytest.fixture
def bert(deich):
    return make_person("bert", Role.TEACHER, deich)


@pytest.fixture
def joined(deich_things, deich, bert, people):
    """bert's receipt; before and after it was joined, words are said that are not for him."""
    things, anna, tom = deich_things, people["anna"], people["tom"]
    type(anna).objects.filter(pk=anna.pk).update(last_name="Geheimrat")
    type(things.device).objects.filter(pk=things.device.pk).update(
        name="geheimgeraet", notes="geheimgeraet", search="geheimgeraet beamer"
    )
    things.device.refresh_from_db()
    told = workflow.report(
        by=anna,
        school=deich,
        devices=[things.device],
        location=things.room,
        title="geheimtitel",
        tile=things.ticket.tile,
        description="geheimtext",
        custom={"raum": "geheimfeld"},
    )
    ticket = things.joined = told.ticket
    workflow.wait(ticket, by=tom, waiting_for="reporter", note="geheimnotiz")
    workflow.comment(ticket, by=tom, text="geheimantwort")
    _file(ticket, anna, told, "geheimfoto.jpg")
    receipt = workflow.join(ticket, by=bert)
    workflow.comment(ticket, by=anna, text="geheimnachtrag")
    _file(ticket, anna, told, "geheimbild.jpg")
    things.words = SAID
    return receipt


def _file(ticket, by, told, name):
    kept = TicketFile(
        ticket=ticket, report=told, name=name, kind="jpg", size=3, visibility="reporter", by=by
    )
    kept.file.save("x.jpg", ContentFile(b"abc"))


def _shown(client, url) -> str:
    answer = client.get(url, follow=True)
    content = answer.getvalue().decode("utf-8", "replace")
    answer.close()
    return content


def test_joining_shows_no_page_with_others_words(joined, deich_things, bert):
    client, own = person(bert), leaks.ids(deich_things)
    own["ticket"] = joined.ticket_id
    urls = [url.format(**own) for url in [*leaks.LISTS, *leaks.OWN_FORMS, *leaks.FILTERS]]
    urls += [f"/devices/{own['device']}/life/", f"/r/{receipt_of(joined)}"]
    urls += [f"/tickets/{joined.ticket_id}/files/{f.pk}/" for f in joined.ticket.files.all()]
    urls += [f"/r/{receipt_of(joined)}/files/{f.pk}" for f in joined.ticket.files.all()]
    pages = {url: _shown(client, url) for url in urls}
    assert {(u, w) for u, page in pages.items() for w in SAID if w in page} == set()


def test_no_search_finds_a_joined_ticket_by_others_words(joined, deich_things, bert):
    """Each word finds as much as one that nobody ever wrote."""
    client = person(bert)
    found = []
    for word in SAID:
        never = "q" * len(word)
        for url in leaks.SEARCHES:
            page = _without(word, client, url)
            if page != _without(never, client, url):
                found.append(url.format(word=word))
    assert found == []


def _without(word, client, url):
    page = _shown(client, url.format(word=word))
    return leaks.ALWAYS_NEW.sub(r"\1", re.sub(word, "", page, flags=re.IGNORECASE))


def test_her_own_ticket_is_not_found_by_what_staff_call_the_device(joined, window):
    url = "/tickets/?state=all&q=geheimgeraet"
    found = {name: window(name).get(url).context["rows"] for name in ("anna", "tom")}
    numbers = {name: [row.number for row in rows] for name, rows in found.items()}
    assert numbers == {"anna": [], "tom": [joined.ticket_id]}


def test_the_thing_the_fault_and_how_it_stands_are_shown(joined, deich_things, bert):
    client = person(bert)
    receipt = f"/r/{receipt_of(joined)}"
    for page in (_shown(client, "/"), _shown(client, "/tickets/")):
        assert receipt in page
    shown = _shown(client, f"/tickets/{joined.ticket_id}/")
    told = (joined.tile.label_de, deich_things.room.name, deich_things.device.category.label)
    assert [word for word in told if word not in shown] == []


def test_what_is_said_to_the_reporters_from_now_on_is_read(joined, people, bert):
    workflow.comment(joined.ticket, by=people["tom"], text="Ab morgen steht ein anderer da")
    assert "Ab morgen steht ein anderer da" in _shown(person(bert), f"/r/{receipt_of(joined)}")


def test_who_joined_closes_nothing(joined, people, bert):
    ticket = Ticket.objects.get(pk=joined.ticket_id)
    workflow.solve(ticket, by=people["tom"], solution="Kabel")
    client = person(bert)
    doors = [f"/tickets/{ticket.pk}/confirm/", f"/api/v1/tickets/{ticket.pk}/confirm/"]
    said = [client.post(door, {}, content_type="application/json") for door in doors]
    assert [answer.status_code for answer in said] == [404, 404]
    act(client, f"/r/{receipt_of(joined)}", "fixed")
    assert Ticket.objects.get(pk=ticket.pk).state == "solved"


def test_taken_back_it_opens_nothing(joined, bert, people):
    ticket = Ticket.objects.get(pk=joined.ticket_id)
    workflow.release(ticket, by=people["tom"])
    workflow.withdraw(ticket, report=joined)
    client = person(bert)
    assert client.get(f"/tickets/{joined.ticket_id}/").status_code == 404
    assert receipt_of(joined) not in _shown(client, "/") + _shown(client, "/tickets/")


def test_no_mail_to_who_joined_tells_what_others_said(joined, people, bert):
    ticket, tom = Ticket.objects.get(pk=joined.ticket_id), people["tom"]
    workflow.comment(ticket, by=tom, text="Kommt morgen")
    workflow.solve(Ticket.objects.get(pk=ticket.pk), by=tom, solution="Kabel")
    mails = [str(m.payload) for m in OutboxMessage.objects.all() if bert.email in str(m.payload)]
    assert len(mails) == 2
    assert [(word, mail) for mail in mails for word in SAID if word in mail] == []


def test_nor_does_the_first_reporter_read_what_who_joined_said(joined, people, window):
    """Between each of them and the staff: on the page as on the receipt."""
    workflow.comment(joined.ticket, report=joined, text="Nur fuer die Technik")
    kept = TicketFile(
        ticket=joined.ticket,
        report=joined,
        name="bertbild.jpg",
        kind="jpg",
        size=3,
        visibility="reporter",
    )
    kept.file.save("x.jpg", ContentFile(b"abc"))
    urls = [f"/tickets/{joined.ticket_id}/", f"/api/v1/tickets/{joined.ticket_id}/"]
    shown = {name: "".join(_shown(window(name), url) for url in urls) for name in ("anna", "vera")}
    words = ("Nur fuer die Technik", "bertbild.jpg")
    found = {name: [text.count(word) > 0 for word in words] for name, text in shown.items()}
    assert found == {"anna": [False, False], "vera": [True, True]}
    file = f"/tickets/{joined.ticket_id}/files/{kept.pk}/"
    assert ["abc" in _shown(window(name), file)[:3] for name in ("anna", "vera")] == [False, True]
