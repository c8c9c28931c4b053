"""The two ways a step is refused. A page shows the sentence, the API answers 403 or 409."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class StepRefused(Exception):
    """Impossible now: carries one sentence for the person who tried (409)."""

    def __init__(self, sentence: object) -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class TooMany(StepRefused):
    """Too much at once: possible again in a minute (429)."""


class NotAllowed(PermissionDenied):
    """Visible, but not this person's to do (403)."""


def require(rule: Callable[..., bool], by: object, *things: object) -> None:
    """Go on only if the rule allows this person; else NotAllowed."""
    if not rule(by, *things):
        raise NotAllowed(_("You may not do that."))
