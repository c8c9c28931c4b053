"""The door for gunicorn."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from itsm.masking import MaskedLines

# They bring handlers of their own: a request that fails on the way here is named by its address.
for name in ("gunicorn.error", "gunicorn.access"):
    logging.getLogger(name).addFilter(MaskedLines())

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
application = get_wsgi_application()
