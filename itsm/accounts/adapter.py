"""How allauth behaves in this house: no sign-up, wrong tries counted so that nobody is locked out
by others, every change in the journal, and its mails leave through the outbox."""

import time
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from itsm.accounts import login_attempts, workflow
from itsm.accounts.middleware import MISSING
from itsm.accounts.signing_in import begin_session
from itsm.outbox.workflow import post_mail
from itsm.people.factors import is_needed
from itsm.people.models import Authority, User

# Allauth's mails about changes, and the steps that write the journal and our own mail instead.
CHANGES = {
    "mfa/email/totp_activated": workflow.factor_set_up,
    "mfa/email/recovery_codes_generated": workflow.codes_made,
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Colleagues are invited; nobody signs up."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Too many wrong ones from this sender: a moment's pause, for this sender."""
        if not login_attempts.take(
            login_attempts.PASSWORD, _login(credentials), request, self._sender(request)
        ):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Only failures count."""
        person = super().authenticate(request, **credentials)
        if person:
            login = _login(credentials)
            login_attempts.did_not_count(
                login_attempts.PASSWORD, login, request, self._sender(request)
            )
        return person

    def authentication_failed(self, request, **credentials):
        """A line in the journal of the person whose account it is."""
        if person := User.objects.by_login(_login(credentials)):
            workflow.note_failure(person, what="password")

    def post_login(self, request, user, **kwargs):
        """She is in: this browser is known to belong to her."""
        response = super().post_login(request, user, **kwargs)
        begin_session(request, user)
        login_attempts.remember(response, request, user)
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        """The password again, unless it was typed a few minutes ago: also at the sign-in."""
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT

    def set_password(self, user, password):
        """A new password, typed or by mail: a step like any other."""
        by_mail = not self.request.user.is_authenticated
        workflow.new_password(user, password, by_mail=by_mail)

    def send_password_reset_mail(self, user, email, context):
        """To the address we know, however it was written into the form."""
        super().send_password_reset_mail(user, user.email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Allauth has changed how somebody signs in."""
        if template_prefix == "mfa/email/totp_deactivated":
            workflow.factor_taken_off(user, by=user)
        elif template_prefix in CHANGES:
            CHANGES[template_prefix](user)
            self.request.session.pop(MISSING, None)

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


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your role needs a second factor: it can't be off."),
    }

    def can_delete_authenticator(self, authenticator):
        """Not the app of somebody whose role needs one."""
        is_app = authenticator.type == Authenticator.Type.TOTP
        return not (is_app and is_needed(authenticator.user))


def _login(credentials):
    return credentials.get("username") or credentials.get("email") or ""
