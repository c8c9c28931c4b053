"""The ways out of the house. A channel sends one row and raises when it could not."""

from contextlib import contextmanager, suppress
from smtplib import SMTPServerDisconnected

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection


class MailServer:
    """The mail server as one batch uses it: dialled once, anew after a mail it did not take, and
    not once more for each mail where nobody answers at all."""

    def __init__(self):
        self.connection = self.away = None

    def send(self, message):
        """Hand over one mail, with the row's own Message-ID and its enclosures."""
        known = self.connection is not None
        try:
            self._send(message)
        except SMTPServerDisconnected:
            # It may take only so many mails at one call, and hang up then.
            if not known:
                raise
            self._send(message)

    def _send(self, message):
        mail = written(message)
        mail.connection = self.connection or self._dial()
        try:
            mail.send()
        except Exception:
            # What it still expects to hear is not known: the next mail gets a call of its own.
            self.hang_up()
            raise

    def _dial(self):
        if self.away:
            raise self.away
        connection = get_connection()
        try:
            connection.open()
        except Exception as error:
            self.away = error
            raise
        self.connection = connection
        return connection

    def hang_up(self):
        """Say goodbye, if anybody still listens."""
        connection, self.connection = self.connection, None
        if connection:
            with suppress(Exception):
                connection.close()


def written(message):
    """The mail as it leaves: one line of a subject, and what is enclosed."""
    mail = EmailMessage(
        subject=" ".join(message.payload["subject"].split()),
        body=message.payload["text"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.payload["to"]],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    for kept in message.payload.get("files", ()):
        with default_storage.open(kept["path"]) as file:
            mail.attach(kept["name"], file.read())
    return mail


@contextmanager
def opened():
    """The channels by kind, for one batch."""
    server = MailServer()
    try:
        yield {"mail": server.send}
    finally:
        server.hang_up()
