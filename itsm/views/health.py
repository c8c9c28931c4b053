"""Is it alive, is it ready, and how does it do? For load balancers and monitoring."""

import hmac
import os
from datetime import timedelta
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Min
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from kombu import Connection
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from assets.models import Device, Location
from itsm.celery import app
from itsm.environment import env
from itsm.guards import buckets
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
    """Figures for Prometheus: for whoever knows METRICS_TOKEN; without one, for this machine."""
    token = env.str("METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = hmac.compare_digest(token.encode(), given.encode()) if token else _is_here(request)
    if not known:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_figures()), content_type=CONTENT_TYPE_LATEST)


def _is_here(request) -> bool:
    """Did it come from this machine, by whatever proxies? (A socket of our own has no address.)"""
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    came = [request.META.get("REMOTE_ADDR", ""), *passed]
    return all(_is_loopback(one.strip()) for one in came if one.strip())


def _is_loopback(address) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


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
    """Does it answer, and does it keep what it is given?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    try:
        with transaction.atomic():
            buckets.take("readyz", size=1, per_minute=60, cost=0)
    except DatabaseError:
        return "read-only"
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
