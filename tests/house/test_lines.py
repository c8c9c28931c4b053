"""Whatever stands in the journal, the pages and the API that show it open, for everybody."""

import logging
from itertools import cycle, product

import pytest
from django.urls import reverse
from django.utils import translation

from itsm.journal import timeline
from itsm.journal.models import Subject, Visibility
from itsm.journal.record import record_many
from itsm.journal.wording import WORDING
from loans.models import ReminderRule
from tests.journal.test_shapes import shapes

# What an older or a mistaken line could hold where its sentence asks for something.
SHAPES = {
    "words": "die Schulleitung",
    "a number": 4711,
    "a number nobody has": 10**18,
    "nothing": None,
    "no words": "",
    "a list": ["IT-K1", 7, None],
    "an empty list": [],
    "a list of two": ["alt", "neu"],
    "changes": {"price": ["1.00", None], "custom": [{"a": "1"}, {"b": "2"}], "order": [1, "2"]},
    "broken changes": {"price": 7, "custom": "x"},
    "yes": True,
    "money": 12.5,
    "percent signs": "50 % %(to)s %d",
}


def details():
    """What every verb is written with anywhere, and what every line of its kind has."""
    found = {verb: {"number", "title", "loan"} for verb in [*WORDING, "device.sung_to"]}
    for verb, names, _where in shapes():
        found[verb] |= names
    return found


def lines_of(shapes_in_turn, about, by, school):
    """One line of every verb about these things, with each detail of a shape of its own."""
    turn = cycle(shapes_in_turn)
    return [
        (
            by,
            verb,
            about,
            Visibility.REPORTER,
            school,
            None,
            {name: next(turn) for name in sorted(names)},
        )
        for verb, names in details().items()
    ]


def pages(things, people):
    """Whatever shows lines of these things; a diary page by page."""
    ticket, loan = things.ticket.number, things.running.number
    opened = [
        f"/devices/{things.device.pk}/",
        f"/devices/{things.device.pk}/life/",
        f"/devices/{things.case.pk}/",
        f"/cases/{things.case.pk}/",
        f"/tickets/{ticket}/",
        f"/loans/{loan}/",
        f"/locations/{things.room.pk}/",
        f"/settings/people/{people['anna'].pk}/",
        "/",
        "/settings/journal/",
        "/settings/journal/?page=2",
        "/settings/journal/?page=5",
        f"/r/{things.receipt}",
    ]
    more = [
        f"/devices/{things.device.pk}/life/",
        f"/locations/{things.room.pk}/life/",
        f"/tickets/{ticket}/",
        f"/loans/{loan}/",
    ]
    opened += [f"{page}?from={start}" for page in more for start in (20, 40, 80, 100)]
    api = [
        "events/?page_size=500",
        "tickets/",
        "loans/",
        f"tickets/{ticket}/",
        f"loans/{loan}/",
        f"events/?device={things.device.pk}",
        f"events/?loan={loan}",
    ]
    return [*opened, *(f"/api/v1/{path}" for path in api)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_sentence_bears_every_shape(shape, deich, tom, beamer):
    record_many(lines_of([SHAPES[shape]], [beamer], tom, deich))
    rows = list(Subject.objects.about(beamer).select_related("event__by"))
    for language, names, prices in product(("de", "en"), (True, False), (True, False)):
        with translation.override(language):
            told = timeline.lines(rows, names=names, prices=prices)
        assert [line.verb for line in told] == [row.verb for row in rows]
        assert all(
            line.sentence and "%(" not in line.sentence.replace("%(to)s %d", "") for line in told
        )


@pytest.mark.parametrize(
    ("language", "names"),
    [("de", ["anna", "vera", "tom", "lena", "adam", "nobody"]), ("en", ["adam"])],
)
def test_every_page_opens_whatever_the_lines_hold(language, names, deich_things, people, window):
    things = deich_things
    about = [things.ticket, things.running, things.device, things.case, things.room, people["anna"]]
    record_many(lines_of(SHAPES.values(), about, people["tom"], things.school))
    wrong, asked = [], {"accept-language": language}
    for name in names:
        for url in pages(things, people):
            status = window(name).get(url, headers=asked).status_code
            if status not in (200, 302, 401, 403, 404):
                wrong.append(f"{name} {url}: {status}")
    assert wrong == []


def test_work_given_to_somebody_nobody_knows_any_more_closes_no_page(deich_things, window, tom):
    given = (tom, "ticket.assigned", [deich_things.ticket], "school", None, None, {"to": 10**18})
    record_many([given])
    answer = window("tom").get(f"/tickets/{deich_things.ticket.number}/")
    assert answer.status_code == 200
    assert "jemand" in answer.content.decode()


@pytest.mark.django_db
def test_a_line_that_cannot_be_worded_says_what_is_known_and_is_logged(tom, beamer, caplog):
    record_many([(tom, "device.edited", [beamer], "school", None, None, {"changes": {"price": 7}})])
    with caplog.at_level(logging.ERROR, logger="itsm.journal"):
        (line,) = timeline.lines(Subject.objects.about(beamer))
    assert (line.sentence, line.detail, line.icon) == ("Geändert: …", "Tom", "edit")
    assert [one.message for one in caplog.records] == [
        "a line device.edited of the journal could not be worded"
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["Erinnert: die Schulleitung", "Erinnert: die verantwortliche Person"]),
        ("en", ["Reminded: die Schulleitung", "Reminded: the responsible person"]),
    ],
)
def test_who_was_reminded_reads_well_also_in_lines_of_before(
    language, said, deich_things, people, window
):
    loan = deich_things.running
    for to in ("die Schulleitung", "responsible"):
        record_many([(None, "loan.reminded", [loan], "school", None, None, {"to": to})])
    url, asked = reverse("loans:show", args=[loan.number]), {"accept-language": language}
    html = window("lena").get(url, headers=asked).content.decode()
    assert [words in html for words in said] == [True, True]


def test_every_kind_of_person_reminded_has_its_words():
    assert set(timeline.REMINDED) == set(ReminderRule.To.values)
