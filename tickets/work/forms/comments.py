"""Saying something about a ticket, to whom it is meant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.guards.once import new_key
from itsm.journal.models import Visibility
from tickets.models.reports import visibilities_for
from tickets.reporting.forms.files import FilesField
from tickets.work.forms.steps import StepForm

# Who reads it: the icon beside the words.
READERS = {
    Visibility.REPORTER: ("users", _("also for the person who reported it")),
    Visibility.SCHOOL: ("school", _("for the school and the school IT")),
    Visibility.AUTHORITY: ("lock", _("for the school IT only")),
}


class CommentForm(StepForm):
    text = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(label=_("Who reads it"), widget=forms.RadioSelect)
    files = FilesField(label=_("Photos or files"))
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def prepare(self):
        may = visibilities_for(self.user, self.ticket.school_id)
        self.fields["visibility"].choices = [(v, READERS[v][1]) for v in may]
        self.fields["visibility"].initial = Visibility.REPORTER
        self.fields["key"].initial = new_key
        if len(may) == 1:
            self.fields["visibility"].widget = forms.HiddenInput()

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("text", "").strip() and not data.get("files"):
            self.add_error("text", _("Please write something, or add a photo."))
        return data

    def changed_meanwhile(self) -> bool:
        """What is said may be said however the ticket stands."""
        return False

    def readers(self):
        """The choice of readers, each with its icon: (radio, icon)."""
        return [(radio, READERS[radio.data["value"]][0]) for radio in self["visibility"]]
