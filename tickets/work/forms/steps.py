"""One small form a step. It knows the ticket as the person saw it, and keeps what was typed."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models import Device, Location
from itsm.fields.form_layout import FormLayout, apply_layout
from itsm.fields.forms import add_custom_fields, custom_values
from itsm.fields.models import Status
from itsm.people.reach import reach_of
from itsm.web.form_fields import SeveralField
from tickets.models import Ticket
from tickets.routing import able_people

LINES = {"rows": 4}
LONGEST_NOTE = 2000


class StepForm(forms.Form):
    """A form that knows the ticket and who takes the step."""

    # In whose hands the ticket was when the page was drawn: see `changed_meanwhile`.
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, ticket, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.ticket, self.user = ticket, user
        self.fields["seen"].initial = standing_of(ticket)
        self.prepare()

    def prepare(self):
        """Choices that depend on the ticket: none here."""
        return None

    def changed_meanwhile(self) -> bool:
        """Has somebody else moved the ticket since the person looked at it?"""
        seen = self.cleaned_data.get("seen")
        return bool(seen) and seen != standing_of(self.ticket)

    def refuse(self, sentence):
        """Say why not; what was typed stays, and the next try counts as looked at."""
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["seen"] = standing_of(self.ticket)


def standing_of(ticket) -> str:
    """How a ticket stands, in short: state, level, and in whose hands."""
    return f"{ticket.state}.{ticket.level}.{ticket.assignee_id or 0}"


class NoteForm(StepForm):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
    )


class SolveForm(StepForm):
    solution = forms.CharField(
        label=_("What helped?"),
        max_length=8000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The people who reported it read this, and whoever has this fault next time."),
    )


class WaitForm(StepForm):
    """For whom it waits, asked once; a status in the house's own words is set by editing."""

    waiting_for = forms.ChoiceField(
        label=_("Waiting for"), choices=Ticket.WaitingFor.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The people who reported it read this."),
    )

    def clean(self):
        data = super().clean()
        if data.get("waiting_for") == Ticket.WaitingFor.DATE and not data.get("until"):
            self.add_error("until", _("Please give the day."))
        return data


class AssignForm(StepForm):
    to = forms.ModelChoiceField(None, label=_("Who does it?"), empty_label=_("Please choose"))

    def prepare(self):
        people = able_people(self.ticket)
        if self.ticket.state == Ticket.State.ASSIGNED:
            people = people.exclude(pk=self.ticket.assignee_id)
        self.fields["to"].queryset = people


class EditForm(StepForm):
    OWN = ("title", "description", "kind", "location", "status")

    title = forms.CharField(label=_("What is it about"), max_length=160)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=8000, widget=forms.Textarea(attrs=LINES)
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Ticket.Kind.choices, widget=forms.RadioSelect)
    location = forms.ModelChoiceField(
        Location.objects.none(), label=_("Room"), required=False, empty_label=_("none")
    )
    status = forms.ModelChoiceField(Status.objects.none(), label=_("Status"), required=False)

    def prepare(self):
        ticket = self.ticket
        places = Location.objects.visible_to(self.user)
        here = places.filter(school__in=[ticket.school_id]) | places.filter(school=None)
        self.fields["location"].queryset = here.filter(closed=False).order_by("path_order")
        self.fields["location"].label_from_instance = path_of
        _offer_statuses(self, ticket.state)
        for name in self.OWN:
            if name in self.fields:
                self.fields[name].initial = getattr(ticket, name)
        add_custom_fields(self, "ticket", values=ticket.custom)
        apply_layout(self, "ticket")

    def changes(self) -> dict:
        """What the step takes."""
        data = {n: self.cleaned_data[n] for n in self.OWN if n in self.fields}
        return data | {"custom": custom_values(self, before=self.ticket.custom)}


class DevicesForm(StepForm):
    """The devices in the room, those linked already, and one more by its inventory number."""

    devices = SeveralField(
        Device.objects.none(),
        label=_("Devices"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    number = forms.CharField(
        label=_("Another one, by its inventory number"), required=False, max_length=40
    )

    def prepare(self):
        fitting = Q(school=None) | Q(school__in=[self.ticket.school_id or 0])
        self.fitting = Device.objects.visible_to(self.user).filter(fitting)
        linked = self.fitting.filter(tickets=self.ticket)
        here = Q(location__in=[self.ticket.location_id or 0]) & ~Q(state=Device.State.RETIRED)
        offered = self.fitting.filter(here | Q(pk__in=linked.values("pk")))
        self.fields["devices"].queryset = offered.with_names()
        self.fields["devices"].label_from_instance = device_label
        self.fields["devices"].initial = linked
        devices = self.fields["devices"]
        devices.label = FormLayout.of("ticket").word("devices", devices.label)

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        found = self.fitting.numbered(number).first()
        if number and found is None:
            raise forms.ValidationError(_("There is no such device at this school."))
        return found

    def chosen(self) -> list[Device]:
        """All that the ticket shall be about."""
        extra = self.cleaned_data["number"]
        return list(dict.fromkeys([*self.cleaned_data["devices"], *([extra] if extra else [])]))


def path_of(place) -> str:
    """A room as it is chosen: "Haupthaus, 2. OG, Raum 204"."""
    return place.path or place.name


def device_label(device) -> str:
    """A device as it is chosen: "Epson EB-992F · GAD-00417"."""
    return f"{device.title} · {device.inventory_number}"


def _offer_statuses(form, state):
    """The authority's words for this state that this person may set; no field where none are."""
    here = ("ticket", state, reach_of(form.user), form.ticket.school_id)
    may = [s for s in Status.objects.filter(kind="ticket", state=state) if s.fits(*here)]
    if not may:
        del form.fields["status"]
        return
    field = form.fields["status"]
    field.queryset = Status.objects.filter(pk__in=[s.pk for s in may])
    field.choices = [("", field.empty_label), *((s.pk, str(s)) for s in may)]
    field.initial = next((s for s in may if s.is_default), None)
