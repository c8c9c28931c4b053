"""A spare for what broke; a fault on one slot."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.cases.workflow import spares_for
from assets.models import Device, FaultTile


class SwapForm(forms.Form):
    """Which spare takes the slot."""

    spare = forms.ModelChoiceField(
        Device.objects.none(),
        label=gettext_lazy("Spare"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("What happened"), required=False, max_length=300)

    def __init__(self, *args, device, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["spare"].queryset = spares_for(device).visible_to(by)
        self.fields["spare"].label_from_instance = _spoken


def _spoken(device):
    serial = _("serial number %(serial)s") % {"serial": device.serial_number}
    place = device.location.path if device.location_id else ""
    parts = (device.inventory_number, device.title, device.serial_number and serial, place)
    return ", ".join(part for part in parts if part)


class FaultForm(forms.Form):
    """What is wrong: a tile of the device's kind, and words."""

    tile = forms.ModelChoiceField(
        FaultTile.objects.none(),
        label=gettext_lazy("What is wrong?"),
        empty_label=None,
        widget=forms.RadioSelect,
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, device, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tile"].queryset = device.category.tiles.filter(retired=False)

    def clean(self):
        data = super().clean()
        if not data.get("tile") and not data.get("description"):
            self.add_error("description", _("Please say what is wrong."))
        return data

    def tiles(self):
        """The tiles to tap on, each with its icon: (radio, icon)."""
        icons = dict(self.fields["tile"].queryset.values_list("pk", "icon"))
        return [(radio, icons.get(int(str(radio.data["value"])))) for radio in self["tile"]]
