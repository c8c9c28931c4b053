"""The ways out of the house. A channel sends one row and raises when it could not."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage


def send_mail(message):
    """Hand one mail to the mail server, with the row's own Message-ID and its enclosures."""
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
    mail.send()


CHANNELS = {"mail": send_mail}
