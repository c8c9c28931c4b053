"""What a school writes into its application."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import Body, Custom, One, text
from assets.models import Category, Device
from itsm.people.models import School
from loans.applications.workflow.applying import MOST_AT_ONCE
from loans.years import FIRST_DAY, LAST_DAY


class Day(serializers.DateField):
    """A day that somebody may live to see."""

    def run_validation(self, data=serializers.empty):
        day = super().run_validation(data)
        if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
            self.fail("invalid", format="YYYY-MM-DD")
        return day


class Lendable(One):
    """A case: one this person sees, or one of the authority's that is at no school now."""

    def __init__(self, **kwargs):
        super().__init__(Device, {"category__is_case": True}, **kwargs)

    def rows(self):
        here = Q(pk__in=super().rows().order_by().values("pk"))
        free = Q(school=None, lent_to=None)
        return Device.objects.filter(here | free).select_related("category")


class Application(Body):
    """What a school writes into its application."""

    case = Lendable(required=False, allow_null=True)
    category = One(Category, {"is_case": True}, required=False, allow_null=True)
    start = Day()
    end = Day(help_text="Excluded: the day on which it is back.")
    purpose = text(max_length=4000)
    responsible = text(max_length=120)
    responsible_email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    deputy = text(required=False, allow_blank=True, max_length=120)
    classes = text(required=False, allow_blank=True, max_length=200)
    teaching_plan = text(required=False, allow_blank=True, max_length=8000)
    custom = Custom(required=False)

    def validate(self, data):
        start, end = (data.get(name, getattr(self.thing, name, None)) for name in ("start", "end"))
        if start and end and end <= start:
            raise serializers.ValidationError({"end": [_("The last day is before the first.")]})
        return data

    @property
    def thing(self):
        """The loan that is changed; None for a new one."""
        return self.context.get("thing")


class NewLoan(Application):
    """An application: this very case, or any case of this kind, or several of a kind.
    Without a school it is one's only one."""

    school = One(School, required=False)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_AT_ONCE, default=1)


class LoanChanges(Application):
    """Only what is named changes; days and case only until it is decided."""

    start = Day(required=False)
    end = Day(required=False, help_text="Excluded: the day on which it is back.")
    purpose = text(required=False, max_length=4000)
    responsible = text(required=False, max_length=120)
