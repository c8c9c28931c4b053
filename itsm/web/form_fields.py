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
