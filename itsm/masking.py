"""Addresses that open something for whoever knows them, and how they are told without that.

One list for all: the program's own log, mails that were sent, and `deploy/nginx.conf`, which
repeats it for its access log (`tests/test_masking.py` compares them with the URL table).
"""

import logging
import re

# What the secret opens: the path before it.
SECRET_PATHS = {
    "receipt": "/r/",
    "invitation": "/accounts/invitation/",
    "reset": "/accounts/password/reset/key/",
    "confirmation": "/accounts/confirm-email/",
    "address": "/accounts/me/email/",
    "calendar": "/loans/feeds/",
    "inventory": "/inventory/",
}
_SECRET = re.compile(f"({'|'.join(SECRET_PATHS.values())})(?!-(?:[/\\s]|$))[^\\s/?#\"'<>]+", re.I)


def mask(text) -> str:
    """The same text with "-" in place of every secret in it."""
    return _SECRET.sub(r"\1-", text)


def secrets_in(text) -> list[str]:
    """Which kinds of secret stand in this text: ["receipt"]."""
    found = {match.lower() for match in _SECRET.findall(text)}
    return [kind for kind, path in SECRET_PATHS.items() if path in found]


class MaskedFormatter(logging.Formatter):
    """Lines of the log, with their tracebacks, without secrets."""

    def format(self, record):
        """The line as it is written."""
        return mask(super().format(record))


class MaskedLines(logging.Filter):
    """The same for loggers that bring their own handlers, as gunicorn's do."""

    def filter(self, record):
        """Every line passes, masked."""
        record.msg, record.args = mask(record.getMessage()), ()
        return True
