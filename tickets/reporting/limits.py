"""A flood shuts nobody else out: what is drawn from which bucket, and what becomes of the rest.

Never by address: a whole school is one address. Each label has its own bucket, then each
school, then the house. Whoever looks like a machine draws three times as much.
"""

import time

from django.core.signing import BadSignature, Signer

from itsm.guards import buckets

SALT = "portal.filled"
QUICKEST, LONGEST = 3, 24 * 3600
SUSPICIOUS = 3
A_LABEL = (20, 4)  # reports at once, and a minute
RETRY_AFTER = 60  # seconds, on the page that keeps the text


def stamp() -> str:
    """When the form was shown, signed: for its hidden field."""
    return Signer(salt=SALT).sign(int(time.time()))


def filled_by_hand(stamped) -> bool:
    """Was the form open for as long as a person needs, and not since yesterday?"""
    try:
        shown = int(Signer(salt=SALT).unsign(str(stamped)))
    except (BadSignature, ValueError):
        return False
    return QUICKEST <= time.time() - shown <= LONGEST


def may_report(spot, *, stamped, alarm=False) -> bool:
    """Is there room for one more report here, at its school, and in the house? An alarm goes
    through where nothing else does, as long as it is not the alarms that are the flood."""
    cost = 1 if filled_by_hand(stamped) else SUSPICIOUS
    if buckets.take_each(_sizes(spot), cost=cost):
        return True
    return alarm and buckets.take(f"alarm:at:{_school(spot)}", size=5, per_minute=1 / 12)


def is_full(spot) -> bool:
    """Is this label's own bucket empty? Only looks: most of a flood costs no more than that."""
    name, size, pace = _sizes(spot)[0]
    return not buckets.holds(name, size=size, per_minute=pace)


def _sizes(spot):
    return (
        (f"report:{spot.scope}", *A_LABEL),
        (f"report:at:{_school(spot)}", 120, 30),
        ("report:house", 1000, 600),
    )


def may_join(spot) -> bool:
    """Many may be affected at once; but no label takes more than this."""
    return buckets.take(f"join:{spot.scope}", size=40, per_minute=10)


def may_help(spot) -> bool:
    """Beyond this, "that helped" is no longer counted."""
    return buckets.take(f"helped:{spot.scope}", size=20, per_minute=4)


def may_answer(report) -> bool:
    """How much one receipt may write."""
    return buckets.take(f"receipt:{report.pk}", size=20, per_minute=4)


def _school(spot):
    return spot.school.pk if spot.school else "authority"
