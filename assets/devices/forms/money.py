"""Amounts of money as people type them: 1.249,50 or 1249.5 or 189 €."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from itsm.tables import read_money

TOO_MUCH = Decimal(10) ** 8


class MoneyField(forms.CharField):
    """An amount in euros; None where nothing was typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=20, **kwargs)

    def prepare_value(self, value):
        return number_format(value, 2) if isinstance(value, Decimal) else value

    def clean(self, value):
        try:
            amount = read_money(super().clean(value))
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if amount is not None and not 0 <= amount < TOO_MUCH:
            raise ValidationError(_("Please give an amount below 100 million euros."))
        return amount
