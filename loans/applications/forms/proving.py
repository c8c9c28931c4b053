"""Giving the proof that a condition asks for."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.files.refusals import UploadRefused
from itsm.files.uploads import accept_upload
from loans import rules
from loans.forms import LINES, StepForm, day_field
from loans.models import Condition

Proof = Condition.Proof
# What each kind of proof asks for; a word may always be added.
ASKED = {
    Proof.TICK: (),
    Proof.TEXT: ("proof",),
    Proof.FILE: ("file",),
    Proof.DATE: ("valid_until",),
    Proof.TRAINING: (),
}


class PaperField(forms.FileField):
    """One file as `Accepted`, or a sentence why it can't be taken."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not data:
            return None
        try:
            return accept_upload(file, max_bytes=settings.UPLOAD_MAX_BYTES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ProofForm(StepForm):
    """A tick, a text, a file, a day: what is asked for is needed, the rest may be added."""

    proof = forms.CharField(
        label=_("How is it met?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
    )
    file = PaperField(label=_("File"), required=False)
    valid_until = day_field(_("Valid until"), required=False)

    def __init__(self, *args, condition, **kwargs):
        self.condition = condition
        super().__init__(*args, **kwargs)

    def prepare(self):
        kept, kind = self.condition, self.condition.condition.proof
        for name in ASKED[kind]:
            free = rules.can_check(self.user, self.loan) or (name == "file" and kept.file)
            self.fields[name].required = not free
        if kind not in (Proof.DATE, Proof.FILE):
            del self.fields["valid_until"]
        else:
            self.fields["valid_until"].initial = kept.valid_until
        self.fields["proof"].initial = kept.proof
        if kind == Proof.TICK:
            self.fields["proof"].label = _("Note")

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < self.loan.start:
            raise forms.ValidationError(gettext("It has to be valid on the first day still."))
        return day

    def proved(self) -> dict:
        """What the step takes."""
        data = self.cleaned_data
        return {
            "proof": data["proof"],
            "valid_until": data.get("valid_until"),
            "accepted": data.get("file"),
        }
