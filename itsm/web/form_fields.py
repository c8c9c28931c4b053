"""Fields of forms that several trades use."""

from django import forms
from django.core.exceptions import ValidationError


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows to choose from; a number longer than any row has is no choice."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError as error:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": "…"}) from error


class IdField(forms.IntegerField):
    """Which row is meant, in the address of a list: never shown, and no larger than a row's number
    can be (databases refuse what they can't hold)."""

    LARGEST = 2**63 - 1

    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            min_value=1,
            max_value=self.LARGEST,
            widget=forms.HiddenInput,
        )
