"""Putting something into the outbox, sending what is due, and trying again what was given up."""

import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.outbox.bell import ring
from itsm.outbox.channels import CHANNELS
from itsm.outbox.models import OutboxMessage
from itsm.people.rules import can_change_settings
from itsm.steps import StepRefused, require

log = logging.getLogger("itsm.outbox")
State = OutboxMessage.State

LEASE = timedelta(seconds=120)
MAX_TRIES = 12
# Pauses after the first, second … failure; the last one repeats. Together about three days.
PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 10, 30, 60, 120, 240, 480, 960, 1440)]


def post(kind, payload):
    """Put something into the outbox, in the transaction of the step that causes it."""
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


def post_mail(to, subject, text, files=()):
    """Queue one plain mail to one person. Nothing is queued for people without an address.

    `files` are papers of ours that go along: [{"path": where it is stored, "name": …}, …].
    """
    letter = {"to": to, "subject": subject, "text": text}
    return post("mail", letter | ({"files": list(files)} if files else {})) if to else None


def relay(limit=50):
    """Send what is due; returns how many went out. Several relays may run side by side."""
    sent = 0
    for message in claim(limit):
        sent += _send(message)
    return sent


def claim(limit):
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


def _send(message):
    """Send one claimed row, outside any transaction; True when it went out."""
    mine = OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, state=State.SENDING)
    # The rows before it may have taken longer than the lease: then it is another relay's by now.
    if not mine.update(due_at=timezone.now() + LEASE, tries=F("tries") + 1):
        return False
    message.tries += 1
    try:
        CHANNELS[message.kind](message)
    except Exception as error:  # whatever a foreign server does, the other rows go on
        log.warning("outbox %s, try %s: %s", message.pk, message.tries, error)
        mine.update(last_error=f"{type(error).__name__}: {error}"[:300], **_after(message.tries))
        return False
    mine.update(state=State.SENT, sent_at=timezone.now(), lease="", last_error="")
    return True


def _after(tries):
    """What becomes of a row after its failed try."""
    if tries >= MAX_TRIES:
        return {"state": State.PARKED, "lease": ""}
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    return {"state": State.WAITING, "lease": "", "due_at": timezone.now() + pause}


@transaction.atomic
def try_again(message, *, by):
    """An administrator lets a given-up message go out once more, from its first try."""
    require(can_change_settings, by)
    if not OutboxMessage.objects.filter(pk=message.pk, state=State.PARKED).update(
        state=State.WAITING, tries=0, due_at=timezone.now()
    ):
        raise StepRefused(_("This message is not waiting for a decision any more."))
    transaction.on_commit(ring, robust=True)
