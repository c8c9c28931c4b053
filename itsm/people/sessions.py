"""Who is signed in: Django's sessions in a table that knows whose they are, read with a query
made once."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import CharField, DateTimeField
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from itsm.people.models import Session
from itsm.query_cache import Blank, compiled

# So exactly people see when a browser was last used.
SEEN = timedelta(minutes=15)
BROWSER, BEGAN = "browser", "began_at"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        """Our own table."""
        return Session

    def create_model_instance(self, data):
        """The row, with whose session it is and with what browser it began."""
        row = super().create_model_instance(data)
        row.person_id = data.get("_auth_user_id")
        row.browser = data.get(BROWSER, "")
        row.began_at = parse_datetime(data.get(BEGAN, "")) or timezone.now()
        return row

    def _get_session_from_db(self):
        now = timezone.now()
        row = next(iter(_sessions(key=self.session_key, now=now)), None)
        if row is None:
            self._session_key = None
        elif row.person_id and now - row.seen_at > SEEN:
            Session.objects.filter(pk=row.pk).update(seen_at=now)
        return row


@compiled
def _sessions():
    running = Session.objects.filter(expire_date__gt=Blank("now", DateTimeField()))
    return running.filter(session_key=Blank("key", CharField()))
