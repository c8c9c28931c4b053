"""The clock's doorbell: what happens to tickets by itself after the agreed days."""

from celery import shared_task

from tickets import automatic


@shared_task(name="tickets.tasks.follow_up")
def follow_up():
    """Remind, and close, whatever is due."""
    automatic.follow_up()
