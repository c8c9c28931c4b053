"""A broker that does not answer keeps nobody waiting, and no ring is lost."""

import threading

from itsm.outbox.bell import ring
from itsm.outbox.tasks import relay


def test_who_rings_does_not_wait_and_is_heard(monkeypatch):
    answered, heard, both = threading.Event(), [], threading.Event()

    def slow_broker(**_options):
        heard.append("ring")
        answered.wait(timeout=10)
        if len(heard) == 2:
            both.set()

    monkeypatch.setattr(relay, "apply_async", slow_broker)
    ring()
    while not heard:
        pass
    ring()
    ring()
    assert heard == ["ring"]
    answered.set()
    assert both.wait(timeout=10)
    assert heard == ["ring", "ring"]


def test_a_broker_that_refuses_is_only_noted(monkeypatch):
    refused = threading.Event()

    def no_broker(**_options):
        refused.set()
        raise ConnectionRefusedError

    monkeypatch.setattr(relay, "apply_async", no_broker)
    ring()
    assert refused.wait(timeout=10)
