"""What the house itself does at night."""

from functools import partial

from django.core.management import call_command

from itsm.guards import buckets, once
from itsm.outbox import workflow as outbox

WORK = {
    "form_keys": once.forget_old,
    "buckets": buckets.forget_full,
    "sent_mails": outbox.forget_old,
    "sessions": partial(call_command, "clearsessions"),
}
