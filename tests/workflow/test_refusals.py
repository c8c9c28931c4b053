"""A refusal is a sentence, and "not allowed" is not "impossible"."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from itsm.workflow import NotAllowed, StepRefused, require


def test_a_refusal_carries_its_sentence():
    refused = StepRefused(gettext_lazy("Not now."))
    assert (refused.sentence, str(refused), type(refused.sentence)) == ("Not now.",) * 2 + (str,)


def test_require_asks_the_rule_with_everything_it_is_about():
    asked = []
    require(lambda *things: asked.append(things) or True, "tom", "ticket", "device")
    assert asked == [("tom", "ticket", "device")]


def test_what_the_rule_denies_is_not_allowed():
    with pytest.raises(NotAllowed) as denied:
        require(lambda by: False, "anna")
    assert isinstance(denied.value, PermissionDenied)
