"""The house: settings, urls, Celery, and the ground floor as small apps."""

from itsm.celery import app as celery_app

__all__ = ["celery_app"]
