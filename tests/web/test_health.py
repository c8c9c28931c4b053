"""Alive, ready, and how it does: for load balancers and monitoring."""

from datetime import timedelta

import pytest
from celery import Celery
from django.db import OperationalError
from django.utils import timezone

from assets.models import Location
from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import post_mail
from itsm.web.views import health
from tests.conftest import make_place
from tests.services import free_port

pytestmark = pytest.mark.django_db
WELL = {"database": "ok", "broker": "ok", "outbox": "ok", "tree": "ok"}


@pytest.fixture(autouse=True)
def _broker(monkeypatch):
    broker_at(monkeypatch, "memory://")


def broker_at(monkeypatch, url):
    # Never the current app: the tasks of every later test would ring there.
    elsewhere = Celery("elsewhere", broker=url, set_as_current=False)
    monkeypatch.setattr(health, "app", elsewhere)


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_while_the_demo_is_loading_it_is_not_up(client, tmp_path, monkeypatch):
    starting = tmp_path / "starting"
    starting.touch()
    monkeypatch.setenv("ITSM_LOADING", str(starting))
    assert client.get("/healthz").status_code == 503
    starting.unlink()
    assert client.get("/healthz").status_code == 200


def test_ready_when_all_is_well(client, room204):
    assert ready(client) == (200, WELL)


def test_a_mail_that_waits_too_long_is_told(client):
    post_mail("anna@example.org", "Neu", "Text")
    assert ready(client) == (200, WELL)
    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    assert ready(client) == (503, {**WELL, "outbox": "late"})
    OutboxMessage.objects.update(state="parked")
    assert ready(client) == (200, WELL)


def test_two_roots_in_one_tree_are_told(client, room204, deich):
    other = make_place("Turnhalle", "site", school=deich)
    Location.objects.filter(pk=other.pk).update(tree_id=room204.tree_id)
    assert ready(client) == (503, {**WELL, "tree": "damaged"})


def test_a_broker_that_is_away_is_told(client, monkeypatch):
    broker_at(monkeypatch, f"redis://127.0.0.1:{free_port()}/0")
    assert ready(client) == (503, {**WELL, "broker": "away"})


def test_a_database_that_is_away_is_told_without_asking_further(client, monkeypatch):
    def away():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(health.connection, "cursor", away)
    assert ready(client) == (503, {"database": "away", "broker": "ok"})


def test_a_database_that_keeps_nothing_is_told(client, monkeypatch):
    def full(*args, **limits):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(health.buckets, "take", full)
    assert ready(client) == (503, {"database": "read-only", "broker": "ok"})


def test_figures_for_monitoring(client, beamer):
    post_mail("anna@example.org", "Neu", "Text")
    text = client.get("/metrics").content.decode()
    figures = [line for line in text.splitlines() if not line.startswith("#")]
    assert figures[:-1] == [
        'itsm_devices{state="in_service"} 1.0',
        'itsm_outbox{state="waiting"} 1.0',
    ]
    assert figures[-1].startswith("itsm_outbox_age_seconds ")


def test_figures_are_kept_from_strangers_where_a_token_is_set(client, monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "a-long-token")
    codes = [
        client.get("/metrics", headers={"authorization": word}).status_code
        for word in ("", "Bearer wrong", "Bearer a-long-token", "Bearer ü")
    ]
    assert codes == [401, 401, 200, 401]


@pytest.mark.parametrize(
    ("came", "passed", "code"),
    [
        ("127.0.0.1", "", 200),
        ("::1", "", 200),
        ("", "127.0.0.1", 200),
        ("10.1.2.3", "", 401),
        ("127.0.0.1", "10.1.2.3", 401),
        ("127.0.0.1", "127.0.0.1, 10.1.2.3", 401),
        ("127.0.0.1", "whoever", 401),
    ],
)
def test_figures_without_a_token_are_for_this_machine_alone(
    client, monkeypatch, came, passed, code
):
    monkeypatch.delenv("METRICS_TOKEN", raising=False)
    headers = {"x-forwarded-for": passed} if passed else {}
    assert client.get("/metrics", REMOTE_ADDR=came, headers=headers).status_code == code
