"""Labels' steps: bound once, replaced with their history, and two at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.translation import gettext as _

from assets.devices.workflow.devices import retire
from assets.labels import workflow
from assets.models import Label, LabelAdjustment
from itsm.journal import timeline
from itsm.journal.models import Event, Subject
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_label


def life(thing):
    """The verbs of a thing's life, oldest first."""
    return [subject.verb for subject in Subject.objects.about(thing)][::-1]


def refusal(step, *args, **kwargs):
    with pytest.raises(StepRefused) as refused:
        step(*args, **kwargs)
    return refused.value.sentence


def test_labels_are_made_once_and_in_order(tom, beamer, foreign_beamer, room204):
    things = [room204, foreign_beamer, beamer]

    made = workflow.labels_for(things, by=tom)

    assert [label.owner for label in made] == things
    assert workflow.labels_for(things, by=tom) == made
    assert Label.objects.count() == 3


def test_one_foreign_thing_and_no_label_is_made(vera, beamer, foreign_beamer):
    with pytest.raises(NotAllowed):
        workflow.labels_for([beamer, foreign_beamer], by=vera)

    assert Label.objects.count() == 0


def test_no_label_for_a_retired_device(tom, beamer):
    retire(beamer, by=tom)

    assert refusal(workflow.labels_for, [beamer], by=tom) == _("This device is retired.")
    assert refusal(workflow.replace, beamer, by=tom) == _("This device is retired.")
    assert Label.objects.count() == 0


def test_printing_is_a_line_in_each_life(tom, beamer, room204):
    labels = workflow.labels_for([beamer, room204], by=tom)
    blank = workflow.make_blank(1, by=tom)

    workflow.mark_printed([*labels, *blank], by=tom)

    assert life(beamer) == life(room204) == ["label.printed"]
    assert not Label.objects.filter(printed_at=None).exists()


def test_only_who_may_label_marks_as_printed(vera, anna, label, foreign_beamer, tom):
    foreign, blank = make_label(foreign_beamer), workflow.make_blank(1, by=tom)[0]

    for person, one in ((anna, label), (vera, foreign), (vera, blank)):
        with pytest.raises(NotAllowed):
            workflow.mark_printed([one], by=person)

    assert Event.objects.count() == 0


def test_a_replaced_label_keeps_its_history_and_leads_nowhere(tom, beamer, label, client):
    unknown = client.get("/q/0000000000000000")

    new = workflow.replace(beamer, by=tom)

    label.refresh_from_db()
    assert label.device == beamer
    assert label.revoked_at is not None
    assert life(label) == life(new) == life(beamer) == ["label.replaced"]
    words = [line.sentence for line in timeline.lines(Subject.objects.about(beamer))]
    assert words == [_("Label replaced, the old one is blocked")]
    old = client.get(f"/q/{label.code}")
    assert (old.status_code, len(old.content)) == (unknown.status_code, len(unknown.content))
    assert "Raum 204" in client.get(f"/q/{new.code}").content.decode()


def test_a_retired_devices_label_is_blocked(tom, beamer, label, client):
    retire(beamer, by=tom)

    label.refresh_from_db()
    assert label.revoked_at is not None
    assert "Raum 204" not in client.get(f"/q/{label.code}").content.decode()


def test_a_blank_label_is_bound_once(tom, beamer, room204):
    blank = workflow.make_blank(1, by=tom)[0]

    workflow.bind(blank, by=tom, thing=beamer)

    assert (blank.device, blank.school, life(beamer)) == (beamer, beamer.school, ["label.bound"])
    assert refusal(workflow.bind, blank, by=tom, thing=room204) == _(
        "This label belongs to something else already."
    )


def test_a_blocked_label_is_blocked_once(tom, label):
    workflow.revoke(label, by=tom)

    assert refusal(workflow.revoke, label, by=tom) == _("This label was revoked before.")


def test_only_the_authority_tells_how_far_its_printer_is_off(vera, tom):
    with pytest.raises(NotAllowed):
        workflow.adjust_format("az-3475", by=vera, dx=1)

    workflow.adjust_format("az-3475", by=tom, dx=1, favourite=True)
    workflow.adjust_format("az-3475", by=tom, dx=1, favourite=True)

    rows = list(LabelAdjustment.objects.values_list("format", "dx", "dy", "favourite"))
    assert rows == [("az-3475", 1, 0, True)]
    assert Event.objects.filter(verb="setting.changed").count() == 1


def race(*acts):
    """Let these happen at the same moment, each with a connection of its own; their outcomes."""
    start, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            act()
            outcomes[number] = "done"
        except StepRefused:
            outcomes[number] = "refused"
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_bind_the_same_label_and_one_wins(tom, adam, beamer, foreign_beamer):
    for _again in range(5):
        blank = workflow.make_blank(1, by=tom)[0]
        first, second = Label.objects.get(pk=blank.pk), Label.objects.get(pk=blank.pk)

        outcomes = race(
            lambda one=first: workflow.bind(one, by=tom, thing=beamer),
            lambda one=second: workflow.bind(one, by=adam, thing=foreign_beamer),
        )

        blank.refresh_from_db()
        assert outcomes == ["done", "refused"]
        workflow.revoke(blank, by=tom)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_bind_two_labels_to_one_device_and_one_wins(tom, adam, beamer):
    for _again in range(5):
        first, second = workflow.make_blank(2, by=tom)

        outcomes = race(
            lambda one=first: workflow.bind(one, by=tom, thing=beamer),
            lambda one=second: workflow.bind(one, by=adam, thing=beamer),
        )

        assert outcomes == ["done", "refused"]
        workflow.revoke(beamer.labels.valid().get(), by=tom)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_print_the_same_devices_and_get_the_same_labels(tom, adam, beamer, room204):
    things = [beamer, room204]

    outcomes = race(
        lambda: workflow.labels_for(things, by=tom),
        lambda: workflow.labels_for(things[::-1], by=adam),
    )

    assert outcomes == ["done", "done"]
    assert Label.objects.valid().count() == 2


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_replace_the_same_label_and_one_valid_one_is_left(tom, adam, beamer, label):
    race(
        lambda: workflow.replace(beamer, by=tom),
        lambda: workflow.replace(beamer, by=adam),
    )

    assert beamer.labels.valid().count() == 1


def test_labels_are_made_in_one_order_whatever_was_asked(tom, beamer, foreign_beamer, room204):
    """Two who print the same things at once would wait for each other in a ring otherwise."""
    things = [room204, foreign_beamer, beamer]

    workflow.labels_for(things, by=tom)

    made = [label.owner for label in Label.objects.order_by("pk")]
    assert made == [beamer, foreign_beamer, room204]
