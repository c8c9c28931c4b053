"""Photos and papers: looked into, cleaned, or refused in a sentence."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from itsm.files.refusals import UploadRefused
from itsm.files.uploads import accept_upload

MOST = 5


class SeveralFiles(forms.FileInput):
    """Choose one file or several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to five files, each as `Accepted`; an empty list where none was chosen."""

    widget = SeveralFiles

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in chosen if one]
        if len(files) > MOST:
            raise forms.ValidationError(_("At most five files at once."))
        try:
            return [accept_upload(f, max_bytes=settings.UPLOAD_MAX_BYTES) for f in files]
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
