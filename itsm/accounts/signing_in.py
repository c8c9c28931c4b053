"""How somebody signs in: allauth's way, and who it is then read with a query made once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from itsm.accounts import workflow
from itsm.accounts.browsers import browser_of
from itsm.accounts.middleware import MISSING
from itsm.people.factors import is_missing
from itsm.people.models import User
from itsm.people.sessions import BEGAN, BROWSER


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        """The person of a session, while she may sign in."""
        user = User.objects.known(user_id)
        return user if user and self.user_can_authenticate(user) else None


def begin_session(request, person):
    """She has just signed in: what her list of sessions says of it, and whether a second factor
    has to be set up before anything else."""
    request.session[BROWSER] = browser_of(request.META.get("HTTP_USER_AGENT", ""))
    request.session[BEGAN] = timezone.now().isoformat()
    if is_missing(person):
        request.session[MISSING] = True
    workflow.note_sign_in(person)
