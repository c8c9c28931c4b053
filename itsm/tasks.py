"""What is done at night: the lists `WORK` in the modules `nightly` of the installed apps.

Such a list has functions without arguments, each by the name under which the journal tells that
it failed.
"""

from celery import shared_task

from itsm.discovery import modules_named
from itsm.journal.attempts import attempt


@shared_task(name="itsm.tasks.nightly")
def nightly():
    """Forget what is no longer needed, and check the tree of places. What fails is told, and
    keeps nothing else from being done tonight."""
    for module in modules_named("nightly").values():
        for name, work in getattr(module, "WORK", {}).items():
            attempt(name, None, work)
