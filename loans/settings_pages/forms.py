"""Forms about lending: conditions, stages, accessories, the catalogue."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assets.models import AccessoryKind, Category
from itsm.files.refusals import UploadRefused
from itsm.files.uploads import PICTURES, accept_upload
from itsm.settings_pages.forms.base import SettingForm, icon_field
from loans.models import CatalogueEntry, Condition, Stage
from tickets.reporting.forms.files import SeveralFiles

MOST_PHOTOS = 5


class ConditionForm(SettingForm):
    """What has to be proved before a case is promised."""

    class Meta:
        model = Condition
        fields = (
            "label_de",
            "label_en",
            "help_de",
            "help_en",
            "proof",
            "checker",
            "category",
            "order",
            "retired",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_case=True)
        self.fields["category"].empty_label = _("every kind")
        self.fields["retired"].help_text = _("New applications are not asked for it any more.")


class StageForm(SettingForm):
    """Who has to agree."""

    class Meta:
        model = Stage
        fields = ("label_de", "label_en", "role", "order", "retired")


class AccessoryForm(SettingForm):
    """What is only counted."""

    class Meta:
        model = AccessoryKind
        fields = ("label_de", "label_en", "icon", "value", "order", "retired")

    twice = _("There is an accessory with this name already.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["icon"] = icon_field(self.instance.icon)


class PicturesField(forms.FileField):
    """A few pictures, each as `Accepted`; an empty list where none was chosen."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list | tuple) else [data]
        files = [super(PicturesField, self).clean(one, initial) for one in chosen if one]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most five files at once."))
        try:
            limit = settings.UPLOAD_MAX_BYTES
            return [accept_upload(f, max_bytes=limit, kinds=PICTURES) for f in files]
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class EntryForm(SettingForm):
    """What schools read about a kind of case, and its photos."""

    class Meta:
        model = CatalogueEntry
        fields = ("text_de", "text_en")
        widgets = {
            "text_de": forms.Textarea(attrs={"rows": 5}),
            "text_en": forms.Textarea(attrs={"rows": 5}),
        }

    pictures = PicturesField(
        label=_("More photos"), required=False, help_text=_("Every school sees them.")
    )
