"""What the house itself brings to the main menu."""

from django.utils.translation import gettext_lazy as _

from itsm.people.rules import can_change_settings
from itsm.web.menu import Entry

ENTRIES = [
    Entry("home", _("My day"), "home", order=0),
    Entry("settings", _("Settings"), "settings", 900, bottom=False, shown=can_change_settings),
]
