"""Who is signed in: Django's sessions in the database, read with a query made once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from itsm.compiled import Blank, compiled


class SessionStore(DatabaseStore):
    def _get_session_from_db(self):
        found = _sessions(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return next(iter(found), None)


@compiled
def _sessions():
    running = Session.objects.filter(expire_date__gt=Blank("now", DateTimeField()))
    return running.filter(session_key=Blank("key", CharField()))
