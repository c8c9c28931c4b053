"""What the inventory brings to the main menu."""

from django.utils.translation import gettext_lazy as _

from assets.rules import can_label_somewhere
from itsm.web.menu import Entry, Tool

ENTRIES = [
    # Devices are reached through the tree of places: there the same entry is lit.
    Entry("locations:tree", _("Inventory"), "tree", order=200, also=("/devices/",)),
    Entry("labels:list", _("Labels"), "label", 500, bottom=False, shown=can_label_somewhere),
]
# Also without a role: whoever holds a label may open its page.
TOOLS = [Tool("scan", _("Scan"), "scan", 100, bottom=True, shown=lambda user: True)]
