"""What the house does at night."""

import logging
from functools import partial

from celery import shared_task
from django.core.management import call_command

from assets.imports import workflow as imports
from itsm.outbox import workflow as outbox
from itsm.web import buckets, once

log = logging.getLogger("itsm.nightly")
WORK = {
    "form keys": once.forget_old,
    "imports": imports.forget_old,
    "buckets": buckets.forget_full,
    "sent mails": outbox.forget_old,
    "sessions": partial(call_command, "clearsessions"),
    "tree": partial(call_command, "check_tree"),
}


@shared_task(name="itsm.tasks.nightly")
def nightly():
    """Forget what is no longer needed, and check the tree of places. What fails is told, and
    keeps nothing else from being done tonight."""
    for name, work in WORK.items():
        try:
            work()
        except Exception:
            log.exception("tonight's work failed: %s", name)
