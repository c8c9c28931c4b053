"""Token buckets in the database: never by address alone, for a whole school is one address."""

from datetime import timedelta
from functools import cache

from django.db import connection, transaction
from django.utils import timezone

from itsm.guards.models import Bucket

# One statement: fills the bucket for the time that has passed, and takes only if there is enough.
# The clocks of several hosts differ, so a bucket never goes back in time.
TAKE = """
INSERT INTO guards_bucket (name, tokens, filled_at) VALUES (%(name)s, %(size)s - %(cost)s, %(now)s)
ON CONFLICT (name) DO UPDATE SET
  tokens = {level} - %(cost)s,
  filled_at = {later}(guards_bucket.filled_at, %(now)s)
WHERE {level} >= %(cost)s
"""
LEVEL = "{less}(%(size)s, guards_bucket.tokens + %(pace)s * {later}(0, {passed}))"
PASSED = {
    "postgresql": "EXTRACT(EPOCH FROM (%(now)s - guards_bucket.filled_at))",
    "sqlite": "ROUND(86400 * (julianday(%(now)s) - julianday(guards_bucket.filled_at)), 3)",
}


def take(name, *, size, per_minute, cost=1) -> bool:
    """Take one token (or `cost` of them) from the bucket `name` if there are that many."""
    values = {
        "name": name,
        "size": float(size),
        "cost": cost,
        "pace": per_minute / 60,
        "now": connection.ops.adapt_datetimefield_value(timezone.now()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), values)
        return cursor.rowcount == 1


def holds(name, *, size, per_minute, cost=1) -> bool:
    """Is there enough in the bucket `name`? Only reads, takes nothing."""
    bucket = Bucket.objects.filter(name=name).first()
    if bucket is None:
        return True
    passed = max((timezone.now() - bucket.filled_at).total_seconds(), 0)
    return min(size, bucket.tokens + per_minute / 60 * passed) >= cost


def give_back(name, *, size, per_minute):
    """Put one token back: what it was taken for did not count."""
    take(name, size=size, per_minute=per_minute, cost=-1)


@transaction.atomic(savepoint=False)
def take_each(sizes, *, cost=1) -> bool:
    """The same from several buckets (name, size, per minute), one after the other; the first that
    has too few ends it."""
    return all(take(name, size=size, per_minute=pace, cost=cost) for name, size, pace in sizes)


@cache
def _statement(vendor):
    words = {"less": "LEAST", "later": "GREATEST"}
    if vendor == "sqlite":
        words = {"less": "min", "later": "max"}
    level = LEVEL.format(passed=PASSED[vendor], **words)
    return TAKE.format(level=level, **words)


def forget_full():
    """Buckets nobody used for a day are full again: drop them."""
    full = Bucket.objects.filter(filled_at__lt=timezone.now() - timedelta(days=1))
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            # Who takes from several holds the first and asks for the next: this waits for nobody.
            full = full.filter(
                pk__in=list(full.select_for_update(skip_locked=True).values_list("pk", flat=True))
            )
        full.delete()
