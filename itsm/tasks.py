"""What the house does at night."""

from celery import shared_task
from django.core.management import call_command

from assets.imports import workflow as imports
from itsm.outbox import workflow as outbox
from itsm.web import buckets, once


@shared_task(name="itsm.tasks.nightly")
def nightly():
    """Forget what is no longer needed, and check the tree of places."""
    once.forget_old()
    imports.forget_old()
    buckets.forget_full()
    outbox.forget_old()
    call_command("clearsessions")
    call_command("check_tree")
