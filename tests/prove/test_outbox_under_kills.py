"""300 mails, 40 relays killed while sending: none is lost, and at most one is doubled a kill."""

import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import post_mail
from tests.sink import running_sink

pytestmark = [pytest.mark.prove, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MAILS, KILLS, AT_ONCE = 300, 40, 4

# A relay with a short lease: a killed one's rows come back in a second instead of two minutes.
RELAY = """
import time
from datetime import timedelta
import django
django.setup()
from itsm.outbox import workflow
workflow.LEASE = timedelta(seconds=1)
print("ready", flush=True)
while True:
    workflow.relay(limit=10) or time.sleep(0.05)
"""


def start_relay(port):
    database = {**connection.settings_dict}
    url = "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "for proofs only, " * 3,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "itsm.settings",
        "ITSM_DEMO": "0",
    }
    relay = subprocess.Popen(
        [sys.executable, "-c", RELAY],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert relay.stdout.readline() == b"ready\n"
    return relay


def kill(relay):
    relay.kill()
    relay.wait()
    relay.stdout.close()


def still_to_send():
    return OutboxMessage.objects.exclude(state="sent").count()


def test_forty_relays_killed_lose_nothing_and_double_at_most_one_each():
    dice = random.Random(40)
    for number in range(MAILS):
        post_mail(f"person{number}@example.org", f"Nummer {number}", "Text")
    with running_sink(pause=0.25) as (sink, port):
        relays = [start_relay(port) for _ in range(AT_ONCE)]
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.05, 0.4))
            victim = dice.randrange(AT_ONCE)
            kill(relays[victim])
            relays[victim] = start_relay(port)
        interrupted = MAILS - still_to_send()
        deadline = time.monotonic() + 90
        while still_to_send() and time.monotonic() < deadline:
            time.sleep(0.2)
        for relay in relays:
            kill(relay)
    arrived = Counter(sink.message_ids)
    doubled = sum(times - 1 for times in arrived.values())
    print(f"{interrupted} of {MAILS} sent during {KILLS} kills, {doubled} doubled")
    sent = set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert (still_to_send(), set(arrived)) == (0, sent)
    assert doubled <= KILLS
