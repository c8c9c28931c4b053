"""Putting something into the outbox, sending what is due, and trying again what was given up."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.attempts import attempt
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.masking import mask, secrets_in
from itsm.outbox import channels
from itsm.outbox.models import OutboxMessage
from itsm.outbox.wakeup import ring
from itsm.people.models import User
from itsm.people.rules import can_change_settings
from itsm.workflow import StepRefused, require

log = logging.getLogger("itsm.outbox")
State = OutboxMessage.State

BATCH = 50
LEASE = timedelta(seconds=120)
MAX_TRIES = 12
# How long what was sent, or given up, can be looked at.
KEPT = timedelta(days=90)
# How long what a link opens can be opened; invitations and links to a new password: three days.
LIVES = {"receipt": timedelta(days=30)}
SHORTEST_LIFE = timedelta(days=3)
# Pauses after the first, second … failure; the last one repeats. Together about three days.
PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 10, 30, 60, 120, 240, 480, 960, 1440)]


def post(kind: str, payload: dict) -> OutboxMessage:
    """Put something into the outbox, in the transaction of the step that causes it.

    `kind` names the channel ("mail"), `payload` is what it sends. Returns the row; it is sent soon
    after the transaction has ended, and not at all if it is rolled back.
    """
    now = timezone.now()
    host = settings.PUBLIC_URL.split("//")[-1].split(":")[0]
    message = OutboxMessage.objects.create(
        kind=kind,
        payload=payload,
        message_id=f"<{secrets.token_hex(16)}@{host}>",
        created_at=now,
        due_at=now,
    )
    transaction.on_commit(ring, robust=True)
    return message


def post_mail(to: str, subject: str, text: str, files: Iterable[dict] = ()) -> OutboxMessage | None:
    """Queue one plain mail to one person. Nothing is queued for people without an address.

    `files` are papers of ours that go along: [{"path": where it is stored, "name": …}, …].
    """
    letter = {"to": to, "subject": subject, "text": text}
    return post("mail", letter | ({"files": list(files)} if files else {})) if to else None


def empty() -> int:
    """Send all that is due, batch after batch; returns how many went out. A mail that fails ends
    nothing: it rests, and what is behind it goes on."""
    sent, claimed = 0, BATCH
    while claimed == BATCH:
        claimed, gone = _relay(BATCH)
        sent += gone
    return sent


def relay(limit: int = BATCH) -> int:
    """Send one batch of what is due; returns how many went out. Several may run side by side."""
    return _relay(limit)[1]


def _relay(limit: int) -> tuple[int, int]:
    """How many rows were taken, and how many of them went out."""
    messages = list(claim(limit))
    if not messages:
        return 0, 0
    with channels.opened() as ways:
        return len(messages), sum(_send(message, ways) for message in messages)


def claim(limit: int) -> QuerySet[OutboxMessage]:
    """Take up to `limit` due rows for this relay alone, for the length of a lease."""
    lease, now = secrets.token_hex(16), timezone.now()
    with transaction.atomic():
        due = OutboxMessage.objects.filter(
            state__in=[State.WAITING, State.SENDING], due_at__lte=now
        ).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        # Checked again in the update itself: between reading and writing somebody may have been.
        OutboxMessage.objects.filter(
            pk__in=ids, state__in=[State.WAITING, State.SENDING], due_at__lte=now
        ).update(state=State.SENDING, lease=lease, due_at=now + LEASE)
    return OutboxMessage.objects.filter(lease=lease, state=State.SENDING).order_by("pk")


def _send(message: OutboxMessage, ways: Mapping[str, Callable]) -> bool:
    """Send one claimed row, outside any transaction; True when it went out."""
    mine = OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, state=State.SENDING)
    # The rows before it may have taken longer than the lease: then it is another relay's by now.
    if not mine.update(due_at=timezone.now() + LEASE, tries=F("tries") + 1):
        return False
    message.tries += 1
    try:
        ways[message.kind](message)
    except Exception as error:  # whatever a foreign server does, the other rows go on
        log.warning("outbox %s, try %s: %s", message.pk, message.tries, error)
        mine.update(last_error=f"{type(error).__name__}: {error}"[:300], **_after(message.tries))
        return False
    kept = without_secrets(message.payload)
    mine.update(state=State.SENT, sent_at=timezone.now(), lease="", last_error="", payload=kept)
    return True


def _after(tries: int) -> dict[str, Any]:
    """What becomes of a row after its failed try."""
    if tries >= MAX_TRIES:
        return {"state": State.PARKED, "lease": ""}
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    return {"state": State.WAITING, "lease": "", "due_at": timezone.now() + pause}


def without_secrets(payload: dict) -> dict:
    """A mail as it is kept: "-" in place of what opens something, and which kinds stood there."""
    found = secrets_in(payload.get("text", ""))
    if not found:
        return payload
    hidden = sorted({*payload.get("hidden", ()), *found})
    return payload | {"text": mask(payload["text"]), "hidden": hidden}


@transaction.atomic
def try_again(message: OutboxMessage, *, by: User) -> None:
    """An administrator lets a given-up message go out once more, from its first try.

    Refused where it was not given up, and where it held a link that is not kept.
    """
    require(can_change_settings, by)
    _must_be_whole(message)
    if not OutboxMessage.objects.filter(pk=message.pk, state=State.PARKED).update(
        state=State.WAITING, tries=0, due_at=timezone.now()
    ):
        raise StepRefused(_("This message is not waiting for a decision any more."))
    _told(by, message)
    transaction.on_commit(ring, robust=True)


@transaction.atomic
def send_again(message: OutboxMessage, *, by: User) -> OutboxMessage:
    """An administrator sends a message that went out already once more, as a new one.

    Returns the new message. Refused where it was not sent yet, is on its way once more already, or
    held a link that is not kept.
    """
    require(can_change_settings, by)
    same = OutboxMessage.objects.select_for_update(no_key=True).filter(
        pk=message.pk, state=State.SENT
    )
    if not same.exists():
        raise StepRefused(_("This message has not been sent yet."))
    _must_be_whole(message)
    on_its_way = OutboxMessage.objects.filter(state__in=[State.WAITING, State.SENDING])
    if on_its_way.filter(payload=message.payload).exists():
        raise StepRefused(_("It goes out once more already."))
    again = post(message.kind, message.payload)
    _told(by, message)
    return again


def _must_be_whole(message: OutboxMessage) -> None:
    """A secret link is not kept, so a mail that held one can't go out as it was."""
    if message.payload.get("hidden"):
        raise StepRefused(
            _("This message held a link that is not kept, so it can't be sent once more.")
        )


def _told(by: User, message: OutboxMessage) -> None:
    record(by, "mail.sent_again", message, visibility=Visibility.AUTHORITY, mail=message.pk)


def forget_old() -> int:
    """Messages older than we keep them go, and so do secrets in those that never went out, once
    what they open has ended. Returns how many messages went."""
    now = timezone.now()
    settled = OutboxMessage.objects.filter(state__in=[State.SENT, State.PARKED])
    gone, _kinds = settled.filter(created_at__lt=now - KEPT).delete()
    unsent = OutboxMessage.objects.filter(state__in=[State.WAITING, State.PARKED])
    for message in unsent.filter(created_at__lt=now - SHORTEST_LIFE).iterator():
        attempt("sent_mails", message, partial(_forget_secrets, message, now))
    return gone


def _forget_secrets(message: OutboxMessage, now: datetime) -> None:
    if _opens_nothing(message, now):
        kept, unsent = without_secrets(message.payload), [State.WAITING, State.PARKED]
        same = OutboxMessage.objects.filter(pk=message.pk, state__in=unsent)
        same.update(payload=kept, state=State.PARKED)


def _opens_nothing(message: OutboxMessage, now: datetime) -> bool:
    """Whether a link in it has ended before anybody got it."""
    age = now - message.created_at
    kinds = secrets_in(message.payload.get("text", ""))
    return any(age > LIVES.get(kind, SHORTEST_LIFE) for kind in kinds)
