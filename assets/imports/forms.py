"""The form that takes a table."""

import hashlib

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assets.imports.answers import AUTHORITY, LEFT_OUT, NEW
from assets.imports.sheet import read_sheet
from assets.imports.workflow import bring
from itsm.files.uploads import display_name
from itsm.guards.once import OtherPayload, new_key, once
from itsm.people.models import School
from itsm.tables import TableRefused

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

    list_of = forms.ChoiceField(
        label=gettext_lazy("Whose list is this?"),
        required=False,
        help_text=gettext_lazy("Counts where no column of the table names the school."),
    )

    keep_rest = forms.BooleanField(
        label=gettext_lazy("Keep in the notes what no column is understood for"),
        required=False,
        help_text=gettext_lazy("As “Colour: red”. Only where these columns name no people."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        schools = School.objects.visible_to(user).open().values_list("pk", "name")
        self.fields["list_of"].choices = [
            ("", _("the table names the schools")),
            *((str(pk), _("a list of: %(school)s") % {"school": name}) for pk, name in schools),
            (AUTHORITY, _("the authority's own devices")),
        ]

    def clean_file(self):
        """Read it at once: what cannot be read is said here."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            most = filesizeformat(MOST_BYTES)
            raise forms.ValidationError(
                _("This file is too large: %(limit)s at most.") % {"limit": most}
            )
        try:
            self.sheet = read_sheet(file, keep_rest=self._keeps_rest(), max_bytes=MOST_BYTES)
        except TableRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file

    def _keeps_rest(self):
        return bool(self.data.get(self.add_prefix("keep_rest")))

    def keep(self, user) -> int:
        """The id of the import; sent twice, it is the same one."""
        file = self.cleaned_data["file"]
        file.seek(0)
        whose = self.cleaned_data["list_of"]
        mark = hashlib.sha256(file.read()).hexdigest() + whose
        mark += "+rest" * self._keeps_rest()
        name = display_name(file.name)
        act = lambda: bring(self.sheet, by=user, name=name, list_of=whose).pk  # noqa: E731
        try:
            return once(f"import:{user.pk}", self.cleaned_data["key"], mark, act)
        except OtherPayload:
            return act()


QUESTIONS = {
    "school": gettext_lazy("New school: “%(name)s”"),
    "category": gettext_lazy("New category: “%(name)s”"),
    "manufacturer": gettext_lazy("New manufacturer: “%(name)s”"),
    "location": gettext_lazy("New place: “%(name)s”"),
}


class AnswersForm(forms.Form):
    """One question for each name the table brings that is not known here.

    A place that resembles no other is offered as new; everything else is chosen by hand.
    """

    def __init__(self, *args, asked, answered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {}
        for place, new in enumerate(asked):
            name = f"new-{place}"
            self.keys[name] = new["key"]
            self.fields[name] = _question(new)
            self.initial[name] = (answered or {}).get(new["key"]) or _offered(new)

    def answers(self) -> dict:
        """What each new name is, as the import keeps it."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


def _question(new):
    label = QUESTIONS[new["kind"]] % {"name": new["name"]}
    rows = ngettext("In %(rows)s row.", "In %(rows)s rows.", new["rows"]) % {"rows": new["rows"]}
    meant = [(pk, _("No, this is meant: %(name)s") % {"name": name}) for pk, name in new["alike"]]
    return forms.ChoiceField(
        label=f"{label} · {new['where']}" if new["where"] else label,
        help_text=f"{_did_you_mean(new['alike'])} {rows}".strip(),
        widget=forms.RadioSelect,
        choices=[
            *meant,
            (NEW, _("Yes, it is really new")),
            (LEFT_OUT, _("Leave out these rows")),
        ],
        error_messages={"required": _("Please say whether this is really new.")},
    )


def _did_you_mean(alike):
    return _("Did you mean %(name)s?") % {"name": alike[0][1]} if alike else ""


def _offered(new):
    return NEW if new["kind"] == "location" and not new["alike"] else ""
