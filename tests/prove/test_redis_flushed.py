"""Redis is flushed while mails wait, again and again: every mail leaves the house all the same."""

import os
import subprocess
import sys
import time

import pytest
import redis
from django.conf import settings
from django.db import connection

from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import post_mail
from tests import services
from tests.sink import running_sink

pytestmark = [
    pytest.mark.prove,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
]
MAILS = 60


@pytest.fixture
def worker(tmp_path):
    """A worker with its beat, on Redis, as a county runs them."""
    url = services.redis_url()
    broker = redis.Redis.from_url(url)
    broker.flushdb()
    with running_sink(pause=0.02) as (sink, port):
        environment = {
            **os.environ,
            "DATABASE_URL": "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(
                **connection.settings_dict
            ),
            "SECRET_KEY": "for proofs only, " * 3,
            "REDIS_URL": url,
            "ITSM_VAR": str(tmp_path),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        with open(tmp_path / "log", "w") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "itsm",
                    "worker",
                    "-B",
                    "-P",
                    "threads",
                    "-c",
                    "2",
                    "--loglevel",
                    "INFO",
                    "--pidfile=",
                ],
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
            )
        try:
            while " ready." not in (tmp_path / "log").read_text():
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.1)
            yield sink, broker
        finally:
            process.terminate()
            process.wait(timeout=30)
            broker.flushdb()
            broker.close()


def test_a_flushed_redis_loses_no_mail(worker):
    sink, broker = worker
    for number in range(MAILS):
        post_mail(f"person{number}@example.org", f"Nummer {number}", "Text")
        if number % 10 == 0:
            broker.flushdb()
    deadline = time.monotonic() + 60
    while OutboxMessage.objects.exclude(state="sent").exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    sent = OutboxMessage.objects.filter(state="sent").values_list("message_id", flat=True)
    assert (len(sent), sorted(sink.message_ids)) == (MAILS, sorted(sent))
