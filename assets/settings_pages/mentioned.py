"""What the journal's page says beside lines about devices and imports."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assets.models import Device, DeviceImport
from itsm.settings_pages.parts import Mention


def numbers_mentioned(viewer, ids) -> dict[int, Mention]:
    """The inventory numbers of devices stand in front of the line."""
    seen = Device.objects.visible_to(viewer).filter(pk__in=ids)
    return {pk: Mention(lead=number) for pk, number in seen.values_list("pk", "inventory_number")}


def imports_mentioned(viewer, ids) -> dict[int, Mention]:
    """An import that this person may still open is led to."""
    seen = DeviceImport.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        pk: Mention(url=reverse("imports:show", args=[pk]), link_label=_("Import"))
        for pk in seen.values_list("pk", flat=True)
    }
