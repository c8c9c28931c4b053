"""Before a case goes out: the list of what has to be done, known damage, and how it looked."""

from collections.abc import Collection
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Device
from itsm.files.uploads import Accepted, storage_name
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, require
from loans import rules
from loans.handover.workflow.handover import list_accessories, list_items
from loans.models import Loan, LoanItem, LoanPhoto, PreparationTask, PreparationTick
from loans.steps import handled, hold, must_be, step, touch, write

State = Loan.State
MOST_PHOTOS = 60


@step
def tick_off(loan: Loan, *, by: User, done: Collection[PreparationTask]) -> None:
    """These tasks are done, and no others: work on one case may go on tomorrow.

    `done` are all that are done so far. Refused unless the loan is approved.
    """
    require(rules.can_prepare, by, loan)
    must_be(loan, State.APPROVED)
    _tick(loan, by, done)
    touch(loan, by)


def _tick(loan: Loan, by: User, done: Collection[PreparationTask]) -> None:
    loan.ticks.exclude(task__in=done).delete()
    known = set(loan.ticks.values_list("task", flat=True))
    now = timezone.now()
    PreparationTick.objects.bulk_create(
        PreparationTick(loan=loan, task=task, by=by, at=now)
        for task in done
        if task.pk not in known
    )


@step
def prepare(
    loan: Loan, *, by: User, done: Collection[PreparationTask] | None = None, note: str = ""
) -> None:
    """Everything on the list is done, or a note says why it goes out all the same. `done` is
    ticked with this step. What lies in the case now is what shall go out.

    Refused unless the loan is approved, while another school has the case, and with open tasks and
    no note.
    """
    require(rules.can_prepare, by, loan)
    must_be(loan, State.APPROVED)
    _must_be_here(loan)
    if done is not None:
        _tick(loan, by, done)
    still = [str(task) for task in open_tasks(loan)]
    if still and not note.strip():
        words = {"tasks": ", ".join(still)}
        raise StepRefused(_("Still to do: %(tasks)s. Tick it, or say why not.") % words)
    advance(loan, State.PREPARED, **handled(by))
    list_items(loan)
    list_accessories(loan)
    write(by, "loan.prepared", loan, note=note)


def _must_be_here(loan: Loan) -> None:
    """Nobody resets or counts what another school still has."""
    away = Device.objects.filter(pk=loan.case_id or 0, lent_to__isnull=False)
    if case := away.select_related("lent_to").first():
        raise StepRefused(_("%(school)s still has this case.") % {"school": case.lent_to})


def open_tasks(loan: Loan) -> QuerySet[PreparationTask]:
    """What of the list is not ticked yet."""
    return PreparationTask.objects.filter(retired=False).exclude(pk__in=loan.ticks.values("task"))


@step
def name_damage(loan: Loan, *, by: User, item: LoanItem, text: str) -> None:
    """A scratch that was there before: the contract names it. An empty text takes it back.

    Refused unless the loan is prepared.
    """
    require(rules.can_scan_out, by, loan)
    must_be(loan, State.PREPARED)
    text = text.strip()[:300]
    if text != item.known_damage:
        LoanItem.objects.filter(pk=item.pk).update(known_damage=text)
        item.known_damage = text
        number = item.device.inventory_number
        write(by, "loan.damage_named", loan, item.device, device=number, text=text or "–")


@step
def add_photo(
    loan: Loan, *, by: User, act: str, accepted: Accepted, item: LoanItem | None = None
) -> LoanPhoto:
    """How it looked: a picture that was let through, of the case or of one device.

    `act` is "handover" or "return"; `item` None: of the case as a whole. Returns the photo. Refused
    outside of preparing and taking back, and for more than `MOST_PHOTOS`.
    """
    require(rules.can_prepare, by, loan)
    allowed = {"handover": (State.APPROVED, State.PREPARED), "return": Loan.AWAY}
    must_be(loan, *allowed[act])
    if loan.photos.count() >= MOST_PHOTOS:
        raise StepRefused(_("There are %(most)s pictures already.") % {"most": MOST_PHOTOS})
    photo = LoanPhoto(loan=loan, item=item, act=act, by=by, created_at=timezone.now())
    content = ContentFile(accepted.content.read())
    photo.file.save(storage_name(accepted.kind), content, save=False)
    photo.save()
    return photo


@transaction.atomic
def remove_photo(photo: LoanPhoto, *, by: User) -> None:
    """A picture that shows the wrong thing, as long as nothing is signed.

    Refused once the handover, or the return, it shows is signed.
    """
    loan = photo.loan
    require(rules.can_prepare, by, loan)
    hold(loan)
    if loan.signatures.filter(act=photo.act).exists():
        raise StepRefused(_("It is signed: its pictures stay as they are."))
    # The file goes once it is certain that its row is gone.
    transaction.on_commit(partial(photo.file.storage.delete, photo.file.name or ""))
    photo.delete()
