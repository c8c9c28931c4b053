"""What the house does at night."""

from functools import partial

from celery import shared_task
from django.core.management import call_command

from assets.imports import workflow as imports
from itsm.guards import buckets, once
from itsm.journal.attempts import attempt
from itsm.outbox import workflow as outbox

WORK = {
    "form_keys": once.forget_old,
    "imports": imports.forget_old,
    "buckets": buckets.forget_full,
    "sent_mails": outbox.forget_old,
    "sessions": partial(call_command, "clearsessions"),
    "tree": partial(call_command, "check_tree"),
}


@shared_task(name="itsm.tasks.nightly")
def nightly():
    """Forget what is no longer needed, and check the tree of places. What fails is told, and
    keeps nothing else from being done tonight."""
    for name, work in WORK.items():
        attempt(name, None, work)
