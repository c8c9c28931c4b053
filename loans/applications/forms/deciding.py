"""Promised, waiting, refused, longer: what the deciding steps ask."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets.models import Device, Location
from itsm.web.form_fields import SeveralField
from loans import rules
from loans.applications.workflow.batches import undecided
from loans.applications.workflow.waiting import free_cases
from loans.forms import (
    LINES,
    LONGEST_NOTE,
    NoteForm,
    StepForm,
    after,
    case_and_place,
    day_before,
    day_field,
    how_many_free,
)
from loans.years import school_year


class ApproveForm(NoteForm):
    """Agree; who lends also chooses the case among the free ones."""

    case = forms.ModelChoiceField(
        Device.objects.none(),
        label=_("Case"),
        required=False,
        empty_label=_("the one that has been idle longest"),
    )

    def prepare(self):
        if not rules.lends(self.user):
            del self.fields["case"]
            return
        loan, field = self.loan, self.fields["case"]
        field.queryset = free_cases(loan.category, loan.start, loan.end, but=loan)
        field.label_from_instance = case_and_place
        field.initial = self.asked.get("case", loan.case_id)
        field.help_text = how_many_free(field.queryset)
        self.order_fields(["case", "note"])


class TogetherForm(StepForm):
    """Several cases were applied for: so many are promised, and what becomes of the rest."""

    REST = (
        ("wait", _("goes onto the waiting list")),
        ("refuse", _("is refused")),
        ("leave", _("is decided later")),
    )
    number = forms.IntegerField(label=_("How many are promised?"), min_value=0)
    cases = SeveralField(
        Device.objects.none(),
        label=_("These cases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: those that have been idle longest, none that is overdue."),
    )
    rest = forms.ChoiceField(
        label=_("The rest"), choices=REST, initial="wait", widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Needed where something is refused."),
    )

    def prepare(self):
        loan = self.loan
        self.open_ones = list(undecided(loan))
        free = free_cases(loan.category, loan.start, loan.end)
        self.fields["cases"].queryset = free
        self.fields["cases"].label_from_instance = case_and_place
        wanted, there = len(self.open_ones), sum(not case.late for case in free)
        self.fields["number"].max_value = wanted
        self.fields["number"].initial = min(wanted, there)
        self.fields["number"].widget.attrs["max"] = wanted
        words = gettext("%(wanted)s were applied for.") % {"wanted": wanted}
        self.fields["number"].help_text = f"{words} {how_many_free(free)}"

    def clean(self):
        data = super().clean()
        number = data.get("number")
        if number is None:
            return data
        if number > len(self.open_ones):
            self.add_error("number", _("So many were not applied for."))
        if len(data.get("cases", ())) > number:
            self.add_error("cases", _("More cases are ticked than are promised."))
        refuses = data.get("rest") == "refuse" and number < len(self.open_ones)
        if refuses and not data.get("reason", "").strip():
            self.add_error("reason", _("Please say why: the school reads it."))
        return data


class ExtendForm(StepForm):
    """Longer: until when, and why."""

    last_day = day_field(_("New last day"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
    )

    def prepare(self):
        loan = self.loan
        _start, following = school_year(loan.end)
        usual = loan.wanted_end or following
        self.fields["last_day"].initial = day_before(usual)
        if rules.lends(self.user):
            del self.fields["reason"]

    @property
    def end(self):
        """The day after the last one, as the step takes it."""
        return after(self.cleaned_data["last_day"])


class RoomForm(StepForm):
    """The room in which the case stands at the school."""

    location = forms.ModelChoiceField(
        Location.objects.none(), label=_("Room"), empty_label=_("Please choose")
    )

    def prepare(self):
        places = Location.objects.visible_to(self.user).filter(closed=False)
        here = places.filter(school__in=[self.loan.school_id]) | places.filter(school=None)
        field = self.fields["location"]
        field.queryset = here.filter(kind=Location.Kind.ROOM).order_by("path_order")
        field.label_from_instance = path_of
        field.initial = self.loan.location_id


def path_of(place) -> str:
    """A room as it is chosen: "Haupthaus, 2. OG, Raum 204"."""
    return place.path or place.name
