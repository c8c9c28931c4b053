"""Celery only rings bells: what must happen stands in the database, in the outbox or as a date."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
# One machine without Redis: the addresses `files://` are ours.
TRANSPORT_ALIASES["files"] = "itsm.broker:Transport"
app = Celery("itsm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
