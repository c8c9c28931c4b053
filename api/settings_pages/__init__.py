"""Keys for other programs."""

from django.utils.translation import gettext_lazy as _

from itsm.settings_pages.parts import OPERATION, Entry

ENTRIES = [
    Entry(
        OPERATION, "settings:tokens", "key", _("API tokens"), _("Keys for other programs."), order=1
    )
]
