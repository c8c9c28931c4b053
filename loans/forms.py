"""One small form a step. It knows the loan and the person, and keeps what was typed."""

from datetime import datetime, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import SCHOOL_ROLES, Role
from loans import rules
from loans.years import FIRST_DAY, LAST_DAY

LINES = {"rows": 4}
LONGEST_NOTE = 2000


class StepForm(forms.Form):
    """A form that knows the loan and who takes the step."""

    def __init__(self, *args, loan, user, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        # `asked` is what the address names: a case onto which an application was dragged.
        self.loan, self.user, self.asked = loan, user, asked or {}
        self.prepare()

    def prepare(self):
        """Choices that depend on the loan: none here."""
        return None

    def refuse(self, sentence):
        """Say why not; what was typed stays."""
        self.add_error(None, sentence)


def day_field(label, **options):
    """A day, chosen from the browser's own calendar; not one of another century."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[must_be_near], **options)


def must_be_near(day):
    """A typed day, or a moment, that can be meant at all."""
    if not FIRST_DAY <= (day.date() if isinstance(day, datetime) else day) <= LAST_DAY:
        words = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise forms.ValidationError(
            gettext("Please give a day between %(first)s and %(last)s.") % words
        )


def after(last_day):
    """People say the last day; the program counts to the day after."""
    return last_day + timedelta(days=1)


def day_before(end):
    """The same the other way round."""
    return end - timedelta(days=1)


class NoteForm(StepForm):
    """A step with an optional word."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The school reads it."),
    )


class ReasonForm(StepForm):
    """A step that has to be explained."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The school reads it."),
    )


def case_label(case) -> str:
    """A case as schools choose it: "IT-K3 · Koffer 3 · überfällig"; never who has it."""
    words = [case.inventory_number, case.name, gettext("overdue") if case.late else ""]
    return " · ".join(word for word in words if word)


def case_and_place(case) -> str:
    """A case as loan managers choose it: "IT-K3 · Koffer 3 · überfällig, noch bei GAD"."""
    words = [case.inventory_number, case.name, _whereabouts(case)]
    return " · ".join(word for word in words if word)


def _whereabouts(case) -> str:
    """That a school has it now, and until when; nothing of what lies in the store."""
    if case.due is None:
        return ""
    words = {"school": case.lent_to.short_name if case.lent_to else "?"}
    if case.late:
        return gettext("overdue, still at %(school)s") % words
    words["day"] = date_format(day_before(case.due), "SHORT_DATE_FORMAT")
    return gettext("at %(school)s until %(day)s") % words


def how_many_free(cases) -> str:
    """ "3 are free in these days, 1 of them is overdue." of free cases that are `marked`."""
    free, late = len(cases), sum(case.late for case in cases)
    words = ngettext("%(n)s is free in these days", "%(n)s are free in these days", free)
    if late == free == 1:
        return gettext("1 is free in these days, but it is overdue.")
    if late:
        more = ngettext("%(late)s of them is overdue", "%(late)s of them are overdue", late)
        words = f"{words}, {more}"
    return words % {"n": free, "late": late} + "."


def schools_of(user):
    """The schools in whose name this person may speak here."""
    schools = School.objects.visible_to(user).open()
    if rules.lends(user):
        return schools
    return schools.filter(reach_of(user).within(*SCHOOL_ROLES, Role.HEAD, field="pk"))
