"""Allauth's forms in our words: a label a field, and no grey text that repeats it."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

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


class Unprompted:
    """A form whose fields say what they want in their labels alone."""

    labels = {}

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
        # The way to a new password stands beside the button.
        self.fields["password"].help_text = ""


class PasswordAgainForm(Unprompted, account.ReauthenticateForm):
    """Is it still you?"""


class ChangePasswordForm(Unprompted, account.ChangePasswordForm):
    """A new password in place of the old one."""

    labels = {"password2": _("New password again")}


class ForgottenForm(Unprompted, account.ResetPasswordForm):
    """Where the link for a new password goes."""


class NewPasswordForm(Unprompted, account.ResetPasswordKeyForm):
    """The new password, behind that link."""

    labels = {"password2": _("New password again")}


class CodeForm(Unprompted, mfa.AuthenticateForm):
    """The second factor at the door."""

    labels = {"code": _("Number in the app, or emergency code")}


class CodeAgainForm(Unprompted, mfa.ReauthenticateForm):
    """The second factor, once more."""

    labels = {"code": _("Number in the app, or emergency code")}


class AppForm(Unprompted, totp.ActivateTOTPForm):
    """The first number of a new app."""

    labels = {"code": _("Number in the app")}
