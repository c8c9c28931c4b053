"""Is it alive, is it ready, and how does it do? For load balancers and monitoring."""

import hmac
import os
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from kombu import Connection
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from assets.models import Device, Location
from itsm.celery import app
from itsm.environment import env
from itsm.outbox.models import OutboxMessage
from tickets.models import Ticket

State = OutboxMessage.State


@login_not_required
def alive(request):
    """200 as long as the process answers; while `make run` still loads the demo, 503."""
    loading = os.environ.get("ITSM_LOADING", "")
    if loading and os.path.exists(loading):
        return HttpResponse("starting\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def ready(request):
    """Database, broker, outbox and tree, each with its word; 503 when one of them is ill."""
    checks = {"database": _database(), "broker": _broker()}
    if checks["database"] == "ok":
        checks |= {"outbox": _outbox(), "tree": _tree()}
    healthy = all(word == "ok" for word in checks.values())
    return JsonResponse(checks, status=200 if healthy else 503)


@login_not_required
def metrics(request):
    """Figures for Prometheus; with METRICS_TOKEN set, only for whoever knows it."""
    token = env.str("METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(token.encode(), given.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_figures()), content_type=CONTENT_TYPE_LATEST)


def _figures():
    registry = CollectorRegistry()
    for name, text, model in (
        ("itsm_tickets", "Tickets by state", Ticket),
        ("itsm_devices", "Devices by state", Device),
        ("itsm_outbox", "Outbox rows by state", OutboxMessage),
    ):
        gauge = Gauge(name, text, ["state"], registry=registry)
        for row in model.objects.order_by().values("state").annotate(n=Count("pk")):
            gauge.labels(row["state"]).set(row["n"])
    age = Gauge("itsm_outbox_age_seconds", "Age of the oldest row due", registry=registry)
    age.set(outbox_age().total_seconds())
    return registry


def outbox_age() -> timedelta:
    """For how long the oldest row that is due has been waiting."""
    due = OutboxMessage.objects.filter(
        state__in=[State.WAITING, State.SENDING], due_at__lte=timezone.now()
    )
    oldest = due.aggregate(at=Min("due_at"))["at"]
    return timezone.now() - oldest if oldest else timedelta()


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"


def _broker():
    try:
        with Connection(
            app.conf.broker_url, transport_options=app.conf.broker_transport_options
        ) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:  # every transport has errors of its own
        return "away"
    return "ok"


def _outbox():
    return "ok" if outbox_age() < timedelta(minutes=10) else "late"


def _tree():
    roots = Location.objects.filter(parent=None).values("tree_id").annotate(n=Count("pk"))
    return "damaged" if roots.filter(n__gt=1).exists() else "ok"
