"""The outbox's doorbell."""

from celery import shared_task

from itsm.outbox import workflow


@shared_task(name="itsm.outbox.tasks.relay")
def relay():
    """Somebody put something into the outbox, or some seconds have passed."""
    workflow.empty()
