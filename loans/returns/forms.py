"""Looking at what came back, deciding about damage, and what is still owed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.devices.forms.money import MoneyField
from itsm.files.sniffing import PICTURES
from itsm.files.uploads import UploadRefused, accept_upload
from itsm.guards.once import new_key
from loans.handover.forms.handover import MOST_BYTES
from loans.models import Damage, PaperText
from loans.papers.placeholders import placeholders_of, unknown_in


class InspectForm(forms.Form):
    """Three questions; a "no" wants a word about it."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    works = forms.BooleanField(label=gettext_lazy("Does it work?"), required=False)
    complete = forms.BooleanField(label=gettext_lazy("Is it complete?"), required=False)
    lendable = forms.BooleanField(label=gettext_lazy("Can it be lent again?"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost = MoneyField(label=gettext_lazy("Cost proposal in €"))
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        max_length=500,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return file and accept_upload(file, max_bytes=MOST_BYTES, kinds=PICTURES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self):
        data = super().clean()
        fine = all(data.get(name) for name in ("works", "complete", "lendable"))
        if not fine and not data.get("note"):
            self.add_error("note", _("Please say what is wrong."))
        return data

    def answers(self) -> dict:
        """What the step is told."""
        names = ("works", "complete", "lendable", "note", "cost")
        return {name: self.cleaned_data[name] for name in names}


class DecideForm(forms.Form):
    """Who pays, and why: the letter says it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Who pays"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Damage.Decision.choices if choice[0]],
    )
    cost = MoneyField(label=gettext_lazy("Cost in €"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The school reads it in the letter."),
    )


class ResultForm(forms.Form):
    """What became of something that was owed."""

    result = forms.CharField(
        label=gettext_lazy("What became of it"),
        max_length=300,
        help_text=gettext_lazy("Found, paid, replaced, written off."),
    )


class NoteForm(forms.Form):
    """A word about a step."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


class PaperTextForm(forms.ModelForm):
    """Title and words of one kind of paper, with placeholders that are known."""

    class Meta:
        model = PaperText
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 24})}
        help_texts = {
            "body": gettext_lazy(
                "An empty line begins a paragraph; a line with § in front is a heading."
            ),
        }

    def clean(self):
        data = super().clean()
        for name in ("title", "body"):
            unknown = unknown_in(data.get(name, ""), self.instance.kind)
            if unknown:
                names = ", ".join("{" + one + "}" for one in unknown)
                self.add_error(
                    name, _("Nothing can be filled in here: %(names)s") % {"names": names}
                )
        return data

    def words(self):
        """The placeholders with what they stand for, for the page."""
        return [("{" + name + "}", of) for name, of in placeholders_of(self.instance.kind).items()]
