"""A ticket of the story and one that really went that way look alike."""

import pytest
from django.utils import timezone

from itsm.demo.lives import Life
from itsm.demo.writing import write
from itsm.fields.models import Status
from itsm.journal.models import Subject
from tickets import workflow
from tickets.models import Ticket
from tickets.starting_set import load_starting_set

FIELDS = (
    "title",
    "description",
    "kind",
    "state",
    "ended",
    "status",
    "level",
    "assignee",
    "opened_by",
    "last_handler",
    "waiting_for",
    "solution",
    "location",
    "school",
)
FILLED = ("waiting_since", "last_handled_at", "solved_at", "closed_at")


def lines(ticket):
    told = Subject.objects.about(ticket).order_by("event_id")
    return [
        (s.verb, s.visibility, s.event.by, sorted(s.event.details), s.event.subjects.count())
        for s in told
    ]


def face(ticket):
    ticket.refresh_from_db()
    return (
        {name: getattr(ticket, name) for name in FIELDS}
        | {name: getattr(ticket, name) is not None for name in FILLED}
        | {
            "reports": list(ticket.reports.values_list("state", "channel", "by", "joined", "text")),
            "comments": list(ticket.comments.values_list("text", "visibility", "by")),
        }
    )


def steps(*told):
    """(step, who, details of the workflow, details of the story if they differ)"""
    return told


STORIES = [
    steps(
        ("take_over", "vera", {}),
        ("escalate", "vera", {"note": "hilft nicht"}),
        ("take_over", "tom", {}),
    ),
    steps(("take_over", "tom", {}), ("wait", "tom", {"waiting_for": "part", "note": "bestellt"})),
    steps(
        ("assign", "tom", {"to": "tom"}),
        ("solve", "tom", {"solution": "Kabel"}),
        ("confirm", "anna", {}),
    ),
    steps(
        ("take_over", "tom", {}),
        ("comment", "tom", {"text": "Bald.", "visibility": "school"}),
        ("solve", "tom", {"solution": "Kabel"}),
        ("reopen", "anna", {"note": "nein"}),
    ),
    steps(("wait", "tom", {"waiting_for": "company"}), ("resume", "tom", {})),
    steps(
        ("withdraw", "anna", {}),
    ),
    steps(
        ("close", "tom", {"note": "doppelt"}),
    ),
]
STORIED = {
    "take_over": "taken_over",
    "escalate": "escalated",
    "wait": "waits",
    "assign": "assigned",
    "solve": "solved",
    "confirm": "confirmed",
    "comment": "commented",
    "reopen": "reopened",
    "resume": "resumed",
    "withdraw": "withdrawn",
    "close": "closed",
}


@pytest.mark.parametrize("told", STORIES, ids=lambda told: "-".join(step[0] for step in told))
def test_the_story_leaves_what_the_workflow_leaves(anna, vera, tom, beamer, no_picture, told):
    load_starting_set()
    people = {"anna": anna, "vera": vera, "tom": tom}
    statuses = {s.state: s for s in Status.objects.filter(kind="ticket", is_default=True)}
    words = {"text": "Die Klasse wartet.", "channel": "portal"}
    real = workflow.report(
        by=anna,
        school=beamer.school,
        devices=[beamer],
        tile=no_picture,
        description=words["text"],
    ).ticket
    life = Life(no_picture, beamer.school, [beamer], beamer.location, statuses, level=real.level)
    life.reported(timezone.now(), anna, **words)
    for step, who, details in told:
        by = people[who]
        if "to" in details:
            details = {"to": people[details["to"]]}
        getattr(workflow, step)(Ticket.objects.get(pk=real.pk), by=by, **details)
        getattr(life, STORIED[step])(timezone.now(), by, **details)
    write([life], real.pk + 1)
    assert face(life.ticket) == face(real)
    assert lines(life.ticket) == lines(real)
