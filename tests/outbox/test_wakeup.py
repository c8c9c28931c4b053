"""A broker that does not answer keeps nobody waiting, and no ring is lost."""

import threading

from itsm.outbox.tasks import relay
from itsm.outbox.wakeup import quiet, ring

LONG = 20


def test_who_rings_does_not_wait_and_is_heard(monkeypatch):
    answers, heard = threading.Event(), [threading.Semaphore(0), []]

    def slow_broker(**_options):
        heard[1].append("ring")
        heard[0].release()
        answers.wait(timeout=LONG)

    monkeypatch.setattr(relay, "apply_async", slow_broker)
    ring()
    assert heard[0].acquire(timeout=LONG)
    for _ in range(5):
        ring()
    assert heard[1] == ["ring"]
    answers.set()
    assert heard[0].acquire(timeout=LONG)
    assert heard[1] == ["ring", "ring"]


def test_no_ring_is_lost_however_many_ring_at_once(monkeypatch):
    rung = threading.Semaphore(0)
    monkeypatch.setattr(relay, "apply_async", lambda **_options: rung.release())
    for _ in range(200):
        ring()
        assert rung.acquire(timeout=LONG)
        while rung.acquire(blocking=False):
            pass


def test_a_broker_that_refuses_is_only_noted(monkeypatch):
    refused = threading.Event()

    def no_broker(**_options):
        refused.set()
        raise ConnectionRefusedError

    monkeypatch.setattr(relay, "apply_async", no_broker)
    ring()
    assert refused.wait(timeout=LONG)


def test_where_it_is_quiet_nobody_rings_and_afterwards_they_do(monkeypatch):
    heard = threading.Semaphore(0)
    monkeypatch.setattr(relay, "apply_async", lambda **_options: heard.release())
    with quiet():
        ring()
        assert not heard.acquire(timeout=0.2)
    ring()
    assert heard.acquire(timeout=LONG)
