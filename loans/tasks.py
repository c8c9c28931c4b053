"""The clock's doorbell: reminders of loans."""

from celery import shared_task

from loans.reminders.workflow import remind_all


@shared_task(name="loans.tasks.remind")
def remind():
    """Remind of whatever is due today."""
    remind_all()
