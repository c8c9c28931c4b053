"""The form that takes a table."""

import hashlib

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.imports.sheet import read_sheet
from assets.imports.workflow import bring
from itsm.web.once import OtherPayload, new_key, once
from itsm.web.tabular import TableRefused
from itsm.web.uploads import display_name

MOST_BYTES = 20_000_000


class UploadForm(forms.Form):
    """A CSV or an Excel file."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), the first line names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt,text/csv"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self):
        """Read it at once: what cannot be read is said here."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            most = filesizeformat(MOST_BYTES)
            raise forms.ValidationError(
                _("This file is too large: %(limit)s at most.") % {"limit": most}
            )
        try:
            self.sheet = read_sheet(file, max_bytes=MOST_BYTES)
        except TableRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file

    def keep(self, user) -> int:
        """The id of the import; sent twice, it is the same one."""
        file = self.cleaned_data["file"]
        file.seek(0)
        mark = hashlib.sha256(file.read()).hexdigest()
        name = display_name(file.name)
        act = lambda: bring(self.sheet, by=user, name=name).pk  # noqa: E731
        try:
            return once(f"import:{user.pk}", self.cleaned_data["key"], mark, act)
        except OtherPayload:
            return act()
