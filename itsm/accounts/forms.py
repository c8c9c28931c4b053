"""Allauth's forms in our words: a label a field, and no grey text that repeats it."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from itsm.accounts import login_attempts, workflow
from itsm.guards import buckets
from itsm.people.models import User

# Allauth says these in German to a friend; collected here, the catalogue says them to a colleague.
SAID_BY_ALLAUTH = (
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Incorrect password."),
    gettext_noop("Incorrect code."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("The email address and/or password you specified are not correct."),
)
# So many mails with a link to a new password a day and account; each link lives for three days.
MAILS = 3


class Unprompted:
    """A form whose fields say what they want in their labels alone."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(Unprompted, account.LoginForm):
    """Who are you?"""

    labels = {"login": _("Sign-in name or e-mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        # The way to a new password stands beside the button.
        self.fields["password"].help_text = ""


class PasswordAgainForm(Unprompted, account.ReauthenticateForm):
    """Is it still you?"""


class ChangePasswordForm(Unprompted, account.ChangePasswordForm):
    """A new password in place of the old one."""

    labels = {"password2": _("New password again")}

    def clean_oldpassword(self):
        """The old one, counted like any other try."""
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class ForgottenForm(Unprompted, account.ResetPasswordForm):
    """Where the link for a new password goes."""

    def save(self, request, **kwargs):
        """A mail with a link, a few times a day. An address nobody has here gets none, but the
        same is done for it, and undone: neither the answer nor its time tells who is here."""
        known, email = list(self.users), self.cleaned_data["email"]
        self.users = known or [User(pk=0, username=email, email=email)]
        with transaction.atomic():
            room = buckets.take(f"reset:{self.users[0].pk}", size=MAILS, per_minute=MAILS / 1440)
            super().save(request, **kwargs)
            transaction.set_rollback(not (known and room))
        return email


class NewPasswordForm(Unprompted, account.ResetPasswordKeyForm):
    """The new password, behind that link."""

    labels = {"password2": _("New password again")}

    def save(self):
        """Whoever holds the link gets in, whatever was tried at this account before."""
        if context.request.user.is_authenticated:
            logout(context.request)  # all sessions end with the old password, this one, too
        super().save()
        login_attempts.let_in_by_mail(context.request, self.user)


class Counted:
    """Wrong codes are counted as wrong passwords are: nobody uses up another's tries."""

    def clean_code(self):
        """The code, if it is right and this sender has not tried too often."""
        adapter, request = get_adapter(), context.request
        tried = (login_attempts.CODE, self.user, request, adapter.get_client_ip(request))
        if not login_attempts.take(*tried):
            raise adapter.validation_error("too_many_login_attempts")
        try:
            code = super().clean_code()
        except ValidationError:
            workflow.note_failure(self.user, what="code")
            raise
        login_attempts.did_not_count(*tried)
        return code


class CodeForm(Counted, Unprompted, mfa.AuthenticateForm):
    """The second factor at the door."""

    labels = {"code": _("Number in the app, or emergency code")}


class CodeAgainForm(Counted, Unprompted, mfa.ReauthenticateForm):
    """The second factor, once more."""

    labels = {"code": _("Number in the app, or emergency code")}


class AppForm(Counted, Unprompted, totp.ActivateTOTPForm):
    """The first number of a new app."""

    labels = {"code": _("Number in the app")}
