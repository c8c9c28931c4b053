"""Forms of the plan: another case or other days, and the change of the school year."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assets.models import Device
from loans.applications.workflow.waiting import fit_cases, marked
from loans.forms import after, case_and_place, day_field
from loans.years import school_year


class ReplanForm(forms.Form):
    """Which case, from which day, to which last day."""

    case = forms.ModelChoiceField(
        Device.objects.none(), label=_("Case"), empty_label=_("Please choose")
    )
    start = day_field(_("First day"))
    last_day = day_field(_("Last day"))

    def __init__(self, *args, loan, asked, **kwargs):
        initial = {"case": loan.case_id, "start": loan.start, "last_day": loan.last_day}
        # Where it was dragged to on the plan; nothing is saved before the form is sent.
        initial |= {name: asked[name] for name in initial if asked.get(name)}
        super().__init__(*args, initial=initial, **kwargs)
        cases = marked(fit_cases().filter(category=loan.category_id))
        self.fields["case"].queryset = cases.order_by("number_order")
        self.fields["case"].label_from_instance = case_and_place

    def values(self) -> dict:
        """What the step takes: the end is excluded there."""
        data = self.cleaned_data
        return {"case": data["case"], "start": data["start"], "end": after(data["last_day"])}


class YearForm(forms.Form):
    """What shall become of each running loan at the end of the year."""

    CHOICES = (
        ("", _("leave as it is")),
        ("extend", _("extend")),
        ("swap", _("another case")),
        ("return", _("bring back")),
    )
    last_day = day_field(_("New last day"))

    def __init__(self, data=None, *, loans):
        following = school_year(timezone.localdate())[1]
        last = school_year(following)[1] - timedelta(days=1)
        super().__init__(data, initial={"last_day": last})
        self.loans = loans
        for loan in loans:
            self.fields[f"loan_{loan.pk}"] = forms.ChoiceField(
                choices=self.CHOICES, required=False, label=str(loan)
            )

    def clean(self):
        """The day after the last one, as the steps count."""
        data = super().clean()
        if data.get("last_day"):
            data["end"] = after(data["last_day"])
        return data

    def choices(self):
        """[(loan, choice)] of those for which something was chosen."""
        chosen = [(loan, self.cleaned_data.get(f"loan_{loan.pk}", "")) for loan in self.loans]
        return [(loan, choice) for loan, choice in chosen if choice]

    def rows(self, results):
        """Each loan with its select, and how the rehearsal went."""
        told = {loan.pk: sentence or "ok" for loan, _choice, sentence in results}
        return [
            {"loan": loan, "field": self[f"loan_{loan.pk}"], "result": told.get(loan.pk, "")}
            for loan in self.loans
        ]
