"""The form about the authority: its name, contact, colour and logo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.files.uploads import PICTURES, UploadRefused, accept_upload
from itsm.people.models import Authority
from itsm.web.colours import HEX

LOGO_BYTES = 5_000_000


class LookForm(forms.ModelForm):
    """Name, contact, colour and logo."""

    class Meta:
        model = Authority
        fields = (
            "name",
            "owner",
            "phone",
            "email",
            "label_text",
            "imprint_url",
            "privacy_url",
        )

    imprint_url = forms.URLField(label=_("Imprint"), required=False, assume_scheme="https")
    privacy_url = forms.URLField(label=_("Privacy notice"), required=False, assume_scheme="https")
    own_colour = forms.BooleanField(label=_("Use a colour of our own"), required=False)
    accent = forms.CharField(
        label=_("Accent colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A picture, 5 MB at most. Transparent parts become white."),
    )
    remove_logo = forms.BooleanField(label=_("Without a logo"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["own_colour"] = bool(self.instance.accent)
        self.initial["accent"] = self.instance.accent or "#2044aa"
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_accent(self):
        accent = self.cleaned_data["accent"].strip().lower()
        if not self.cleaned_data.get("own_colour"):
            return ""
        if not HEX.fullmatch(accent):
            raise forms.ValidationError(_("Please give a colour like #2044aa."))
        return accent

    def clean_logo(self):
        if not (sent := self.cleaned_data["logo"]):
            return None
        try:
            accepted = accept_upload(sent, max_bytes=LOGO_BYTES, kinds=PICTURES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return accepted.content.read()

    def values(self):
        """As the step takes it."""
        return {name: v for name, v in self.cleaned_data.items() if name != "own_colour"}
