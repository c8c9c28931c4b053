"""How allauth behaves in this house: no sign-up, a lockout of each account's own, and its mails
leave through the outbox."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.crypto import salted_hmac

from itsm.outbox.workflow import post_mail
from itsm.people.models import Authority, User
from itsm.web.buckets import give_back, take_each

# Five wrong passwords in a row, then one try a minute.
WRONG, PER_MINUTE = 5, 1
# A whole school signs in from one address: this only keeps machines from keeping us busy.
FROM_ONE_ADDRESS = 600


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Colleagues are invited; nobody signs up."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Locked after repeated failures, however the person, our host or the sender is called."""
        address = f"sign-in:from:{_hashed(self.get_client_ip(request))}"
        tries = (
            (address, FROM_ONE_ADDRESS, FROM_ONE_ADDRESS),
            (_account(credentials), WRONG, PER_MINUTE),
        )
        if not take_each(tries):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Only failures count."""
        person = super().authenticate(request, **credentials)
        if person:
            give_back(_account(credentials), size=WRONG, per_minute=PER_MINUTE)
        return person

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


def _account(credentials):
    """The bucket of one account, whether it is named by user name or by e-mail."""
    login = credentials.get("username") or credentials.get("email") or ""
    person = User.objects.by_login(login) if login else None
    return f"sign-in:{person.pk if person else _hashed(login.lower())}"


def _hashed(word):
    return salted_hmac("sign-in", word).hexdigest()
