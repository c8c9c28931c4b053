"""Is it alive, is it ready, and how does it do? For load balancers and monitoring."""

import hmac
import os
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse, JsonResponse
from kombu import Connection
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from itsm.celery import app
from itsm.environment import env
from itsm.guards import buckets
from itsm.web.figures import checks, figures


@login_not_required
def alive(request):
    """200 as long as the process answers; while `make run` still loads the demo, 503."""
    loading = os.environ.get("ITSM_LOADING", "")
    if loading and os.path.exists(loading):
        return HttpResponse("starting\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def ready(request):
    """Database and broker, and what the apps look after, each with its word; 503 when one of them is ill."""
    words = {"database": _database(), "broker": _broker()}
    if words["database"] == "ok":
        words |= {name: check() for name, check in checks().items()}
    healthy = all(word == "ok" for word in words.values())
    return JsonResponse(words, status=200 if healthy else 503)


@login_not_required
def metrics(request):
    """Figures for Prometheus: for whoever knows METRICS_TOKEN; without one, for this machine."""
    token = env.str("METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = hmac.compare_digest(token.encode(), given.encode()) if token else _is_here(request)
    if not known:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(figures()), content_type=CONTENT_TYPE_LATEST)


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
