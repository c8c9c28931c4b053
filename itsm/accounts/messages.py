"""Mails about how somebody signs in: she hears of every change, at the address known so far."""

from typing import NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.outbox.workflow import post_mail
from itsm.people.models import Authority, User


class Notice(NamedTuple):
    """What stands above a mail and in it."""

    subject: str | Promise
    text: str | Promise


PASSWORD = Notice(
    gettext_lazy("Your password was changed"),
    gettext_lazy(
        "the password of your account at %(house)s was changed just now. All your browsers were "
        "signed out, and your API tokens have ended."
    ),
)
EMAIL_ASKED = Notice(
    gettext_lazy("A new e-mail address for your account"),
    gettext_lazy(
        "another e-mail address was asked for your account at %(house)s. It counts once it is "
        "confirmed there; until then this one does."
    ),
)
EMAIL_CHANGED = Notice(
    gettext_lazy("Your e-mail address was changed"),
    gettext_lazy(
        "your account at %(house)s has another e-mail address now; nothing more is sent to this "
        "one."
    ),
)
FACTOR_SET_UP = Notice(
    gettext_lazy("A second factor was set up"),
    gettext_lazy("a second factor was set up for your account at %(house)s."),
)
FACTOR_TAKEN_OFF = Notice(
    gettext_lazy("Your second factor was switched off"),
    gettext_lazy(
        "the second factor of your account at %(house)s was switched off; the password alone is "
        "enough again."
    ),
)
CODES_MADE = Notice(
    gettext_lazy("New emergency codes were made"),
    gettext_lazy(
        "new emergency codes were made for your account at %(house)s; those you had before open "
        "nothing any more."
    ),
)


def tell(person: User, notice: Notice, *, to: str = "") -> None:
    """This notice in her language, to the address known so far or the one it was until now."""
    with translation.override(person.language):
        words = {"name": person.first_name or person.username, "house": Authority.get().name}
        otherwise = _(
            "If that was not you, choose a new password at once (“Forgot your password?” at the "
            "sign-in), and tell an administrator."
        )
        parts = [_("Hello %(name)s,") % words, notice.text % words, otherwise]
        text = "\n\n".join(map(str, parts)) + "\n"
        post_mail(to or person.email, str(notice.subject), text)


def ask_to_confirm(person: User, *, email: str, link: str) -> None:
    """The link by which a new address shows that it is hers."""
    with translation.override(person.language):
        words = {
            "name": person.first_name or person.username,
            "house": Authority.get().name,
            "link": link,
        }
        text = _(
            "Hello %(name)s,\n\nthis address was given for an account at %(house)s. Please confirm "
            "that it is yours:\n%(link)s\n\nThe link works for a day. If you know nothing of it, "
            "do nothing.\n"
        )
        post_mail(email, _("Please confirm your new e-mail address"), text % words)
