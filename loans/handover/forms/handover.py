"""Counting, naming differences and damage, pictures, and the list before a case goes out."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.files.sniffing import PICTURES
from itsm.files.uploads import UploadRefused, accept_upload
from itsm.guards.once import new_key
from itsm.web.form_fields import SeveralField
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import PreparationTask

MOST_OF_A_KIND, MOST_BYTES = 999, 20_000_000
COUNT = {"min": 0, "max": MOST_OF_A_KIND, "inputmode": "numeric"}


def count_field(label, initial):
    """A small number with a name that says of what."""
    widget = forms.NumberInput(attrs=COUNT)
    return forms.IntegerField(
        label=label, initial=initial, min_value=0, max_value=MOST_OF_A_KIND, widget=widget
    )


class CountForm(forms.Form):
    """One line a kind of accessory."""

    def __init__(self, *args, loan, **kwargs):
        super().__init__(*args, **kwargs)
        self.loan, self.rows = loan, list(loan.accessories.select_related("kind"))
        for row in self.rows:
            self.add(row)

    def save(self, *, by) -> bool:
        """Count every kind; a refusal is an error of the form."""
        try:
            for row in self.rows:
                self.count(row, by)
        except StepRefused as refused:
            self.add_error(None, refused.sentence)
            return False
        return True


class CountOutForm(CountForm):
    """So many go along."""

    def add(self, row):
        self.fields[f"out_{row.pk}"] = count_field(row.kind.label, row.out)

    def count(self, row, by):
        out = self.cleaned_data[f"out_{row.pk}"]
        workflow.count_out(self.loan, by=by, kind=row.kind, out=out)

    def said(self) -> str:
        """What was counted, in a sentence."""
        counts = [f"{row.kind.label}: {self.cleaned_data[f'out_{row.pk}']}" for row in self.rows]
        return _("Counted. %(counts)s") % {"counts": ", ".join(counts)}

    def lines(self):
        """Each kind with its fields, for the page."""
        return [(row, [self[f"out_{row.pk}"]]) for row in self.rows]


class CountInForm(CountForm):
    """So many came back, so many of those broken."""

    def add(self, row):
        back = row.out if row.back is None else row.back
        words = {"kind": row.kind.label}
        self.fields[f"back_{row.pk}"] = count_field(_("%(kind)s back") % words, back)
        label = _("%(kind)s broken") % words
        self.fields[f"broken_{row.pk}"] = count_field(label, row.broken)

    def count(self, row, by):
        back, broken = self.cleaned_data[f"back_{row.pk}"], self.cleaned_data[f"broken_{row.pk}"]
        workflow.count_in(self.loan, by=by, accessory=row, back=back, broken=broken)

    def said(self) -> str:
        """What was counted, in a sentence."""
        counts = [
            f"{row.kind.label}: {self.cleaned_data[f'back_{row.pk}']}/{row.out}"
            for row in self.rows
        ]
        return _("Counted. %(counts)s") % {"counts": ", ".join(counts)}

    def lines(self):
        """Each kind with its fields, for the page."""
        return [(row, [self[f"back_{row.pk}"], self[f"broken_{row.pk}"]]) for row in self.rows]


class ReasonForm(forms.Form):
    """Why a device stays here."""

    reason = forms.CharField(label=gettext_lazy("Why it stays here"), max_length=200)


class PhotoForm(forms.Form):
    """A picture of the case or of one device, and damage that is known."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    item = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Of what"),
        required=False,
        empty_label=gettext_lazy("the whole case"),
    )
    damage = forms.CharField(
        label=gettext_lazy("Known damage"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The contract names it: a scratch on the back."),
    )
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        max_length=500,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args, loan, out, **kwargs):
        super().__init__(*args, **kwargs)
        items = loan.items.select_related("device", "loan")
        self.fields["item"].queryset = items
        self.fields["item"].label_from_instance = _spoken
        if not out:
            del self.fields["damage"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return file and accept_upload(file, max_bytes=MOST_BYTES, kinds=PICTURES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self):
        data = super().clean()
        if data.get("damage") and not data.get("item"):
            self.add_error("item", _("Please say which device is damaged."))
        if not self.errors and not data.get("damage") and not data.get("file"):
            self.add_error(None, _("Please take a picture, or describe the damage."))
        return data


def _spoken(item):
    number = item.device.inventory_number
    return f"{item.slot}: {number}" if item.slot else number


class PrepareForm(forms.Form):
    """The list of what is done before a case goes out."""

    done = SeveralField(
        PreparationTask.objects.filter(retired=False),
        label=gettext_lazy("What is done"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("If something is not done, say why."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Nobody must tick a line; but it is no matter of taste either.
        self.fields["done"].optional = False
