"""A token that floods waits a moment; nobody who works will meet it."""

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.throttling import BaseThrottle

from itsm.guards import buckets

# So many requests at once, then twenty a second for as long as somebody likes.
SIZE, PER_MINUTE = 3000, 1200
# A process takes its share at a time, not a row's update for each request.
SHARE = 20


class TooMany(APIException):
    """Said with Retry-After."""

    status_code = 429
    default_detail = _("This token asks more than 20 times a second. Please wait a moment.")
    wait = 60 * SHARE / PER_MINUTE


class OfToken(BaseThrottle):
    """A bucket for each token, whatever address it comes from. `left` is what this process has
    taken out of it; two threads at once may count one too few, which harms nobody."""

    left = {}

    def allow_request(self, request, view):
        """One request more. Pages in a browser have no token and no bucket."""
        if request.auth is None:
            return True
        if not self.left.get(request.auth.pk):
            bucket = f"api:{request.auth.pk[:32]}"  # a hash: this much of it is one of its own
            if not buckets.take(bucket, size=SIZE, per_minute=PER_MINUTE, cost=SHARE):
                raise TooMany
            self.left[request.auth.pk] = SHARE
        self.left[request.auth.pk] -= 1
        return True
