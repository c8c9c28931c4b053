"""Addresses at which calendar programs read loans: made new, and ended."""

from django.db import transaction

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.workflow import require
from loans import rules
from loans.models import Feed


@transaction.atomic
def new_feed(*, by: User, school: School | None = None) -> str:
    """A new address for this school's loans (None: all cases); the old one ends. The secret is
    returned once and kept as a hash only."""
    require(rules.can_have_feed, by, school)
    Feed.objects.filter(school=school, by=by).delete()
    secret = Feed.new_secret()
    feed = Feed.objects.create(school=school, by=by, digest=Feed.digest_of(secret))
    record(by, "loan.feed_made", feed, school=school, visibility=Visibility.AUTHORITY)
    return secret
