"""The list of what has to be done, known damage, pictures, and scans taken back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from itsm.files.uploads import accept_upload
from itsm.journal.models import Subject
from itsm.workflow import NotAllowed, StepRefused
from loans import workflow
from loans.models import PreparationTask
from tests.loans.conftest import SIGNED, again, bring_back, hand_over, make_loan


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile("koffer.png", out.getvalue(), "image/png")


def accepted():
    return accept_upload(picture(), max_bytes=1_000_000)


@pytest.fixture
def tasks(db):
    return [
        PreparationTask.objects.create(label_de=word, order=n)
        for n, word in enumerate(["zurückgesetzt", "geladen"])
    ]


def test_what_is_not_ticked_is_named_or_explained(lena, deich, case, tasks):
    loan = make_loan(lena, deich, case, to="approved")
    for said in ({}, {"done": tasks[:1]}):
        with pytest.raises(StepRefused, match="geladen"):
            workflow.prepare(loan, by=lena, **said)
    assert (again(loan).state, loan.ticks.count()) == ("approved", 0)
    workflow.prepare(loan, by=lena, done=tasks[:1], note="lädt noch")
    assert (again(loan).state, list(workflow.open_tasks(loan))) == ("prepared", tasks[1:])


def test_ticks_are_taken_back_too(lena, deich, case, tasks):
    loan = make_loan(lena, deich, case, to="approved")
    workflow.tick_off(loan, by=lena, done=tasks)
    workflow.tick_off(loan, by=lena, done=tasks[1:])
    assert [tick.task for tick in loan.ticks.all()] == tasks[1:]
    with pytest.raises(StepRefused):
        workflow.tick_off(make_loan(lena, deich, None, category=case.category), by=lena, done=tasks)


def test_another_case_is_prepared_anew(lena, deich, case, other_case, tasks):
    loan = make_loan(lena, deich, case, to="approved")
    workflow.prepare(loan, by=lena, done=tasks)
    workflow.replan(loan, by=lena, case=other_case, start=loan.start, end=loan.end)
    assert (loan.state, loan.ticks.count()) == ("approved", 0)


def test_a_step_sees_what_somebody_else_did_meanwhile(lena, deich, case, tasks):
    """Two people have the loan open; the second one's page is from before."""
    loan = make_loan(lena, deich, case, to="prepared")
    theirs = again(loan)
    hand_over(loan, lena)
    assert theirs.state == "prepared"
    for late in (
        lambda: workflow.tick_off(theirs, by=lena, done=tasks),
        lambda: workflow.name_damage(theirs, by=lena, item=theirs.items.first(), text="Kratzer"),
        lambda: workflow.add_photo(theirs, by=lena, act="handover", accepted=accepted()),
    ):
        with pytest.raises(StepRefused):
            late()
    assert theirs.state == "handed_over"


def test_known_damage_is_kept_and_told(lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    item = loan.items.get(slot=2)
    workflow.name_damage(loan, by=lena, item=item, text="Kratzer")
    workflow.name_damage(loan, by=lena, item=item, text="Kratzer")
    assert loan.items.get(slot=2).known_damage == "Kratzer"
    assert [s.verb for s in Subject.objects.about(item.device)][:1] == ["loan.damage_named"]
    assert Subject.objects.about(loan).filter(verb="loan.damage_named").count() == 1


def test_pictures_are_cleaned_and_stay_once_it_is_signed(lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    wrong = workflow.add_photo(loan, by=lena, act="handover", accepted=accepted())
    workflow.remove_photo(wrong, by=lena)
    item = loan.items.get(slot=1)
    kept = workflow.add_photo(loan, by=lena, act="handover", accepted=accepted(), item=item)
    with kept.file.open() as stored:
        assert Image.open(stored).format == "JPEG"
    for one in loan.items.all():
        workflow.scan_out(loan, by=lena, code=one.device.inventory_number)
    workflow.hand_over(loan, by=lena, signatures=SIGNED)
    with pytest.raises(StepRefused):
        workflow.remove_photo(kept, by=lena)
    with pytest.raises(StepRefused):
        workflow.add_photo(loan, by=lena, act="handover", accepted=accepted())


def test_a_device_that_was_left_out_goes_along_after_all(lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    item = loan.items.get(slot=1)
    workflow.leave_out(loan, by=lena, item=item, reason="lädt nicht")
    workflow.undo_scan_out(loan, by=lena, item=item)
    assert loan.items.get(slot=1).left_out == ""


def test_a_scan_on_the_way_back_is_undone(lena, running, case):
    item = workflow.scan_in(running, by=lena, code="IT-K1-01")
    workflow.undo_scan_in(running, by=lena, item=item)
    device = case.contents.get(slot=1)
    assert (running.items.get(slot=1).is_out, device.state) == (True, "lent")
    bring_back(running, lena)
    with pytest.raises(StepRefused):
        workflow.undo_scan_in(again(running), by=lena, item=running.items.get(slot=1))


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "otto", "nora", "ida"])
def test_only_who_hands_out_prepares(request, name, lena, deich, case, tasks):
    loan = make_loan(lena, deich, case, to="prepared")
    person, item = request.getfixturevalue(name), loan.items.first()
    steps = [
        lambda: workflow.tick_off(loan, by=person, done=tasks),
        lambda: workflow.name_damage(loan, by=person, item=item, text="x"),
        lambda: workflow.add_photo(loan, by=person, act="handover", accepted=accepted()),
        lambda: workflow.undo_scan_in(loan, by=person, item=item),
        lambda: workflow.save_task(tasks[0], by=person, label_de="anders"),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()


def test_the_list_is_defined_by_loan_managers_and_told(lena, db):
    task = workflow.save_task(PreparationTask(), by=lena, label_de="geladen", order=1)
    workflow.save_task(task, by=lena, label_de="geladen, mindestens 80 %")
    workflow.save_task(task, by=lena, retired=True)
    told = [s.event.details["changes"] for s in Subject.objects.about(task)]
    assert told == [
        {"retired": ["", "✓"]},
        {"label_de": ["geladen", "geladen, mindestens 80 %"]},
        {"label_de": ["", "geladen"], "order": ["", "1"]},
    ]
