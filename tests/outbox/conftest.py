import pytest

from tests.sink import running_sink


@pytest.fixture
def sink(settings):
    """A mail server that really listens, and the program set to send to it."""
    with running_sink() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield server
