"""How allauth behaves in this house: no sign-up, wrong tries counted so that nobody is locked out
by others, and its mails leave through the outbox."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from itsm.colleagues import tries
from itsm.outbox.workflow import post_mail
from itsm.people.models import Authority


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Colleagues are invited; nobody signs up."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Too many wrong ones from this sender: a moment's pause, for this sender."""
        if not tries.take(tries.PASSWORD, _login(credentials), request, self._sender(request)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Only failures count."""
        person = super().authenticate(request, **credentials)
        if person:
            login = _login(credentials)
            tries.did_not_count(tries.PASSWORD, login, request, self._sender(request))
        return person

    def post_login(self, request, user, **kwargs):
        """She is in: this browser is known to belong to her."""
        response = super().post_login(request, user, **kwargs)
        tries.remember(response, request, user)
        return response

    def send_password_reset_mail(self, user, email, context):
        """To the address we know, however it was written into the form."""
        super().send_password_reset_mail(user, user.email, context)

    def get_reset_password_from_key_url(self, key):
        """The link in the mail leads to us, whatever host the request named."""
        return settings.PUBLIC_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix, email, context):
        """Password reset and notices: a row in the outbox, like every other mail."""
        name = Authority.get().name
        site = {"name": name, "domain": urlsplit(settings.PUBLIC_URL).netloc}
        told = {"request": self.request, "house": name, "current_site": site, **context}
        message = self.render_mail(template_prefix, email, told)
        post_mail(email, message.subject, message.body)

    def _sender(self, request):
        return self.get_client_ip(request)


def _login(credentials):
    return credentials.get("username") or credentials.get("email") or ""
