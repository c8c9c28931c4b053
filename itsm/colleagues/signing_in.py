"""How somebody signs in: allauth's way, and who it is then read with a query made once."""

from allauth.account.auth_backends import AuthenticationBackend

from itsm.people.models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        """The person of a session, while she may sign in."""
        user = User.objects.known(user_id)
        return user if user and self.user_can_authenticate(user) else None
