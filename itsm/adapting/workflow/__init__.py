"""One step per thing an administrator saves; each is allowed by a rule and told to the journal."""

from itsm.adapting.workflow.authority import (
    save_authority,
    save_number_scheme,
    save_ticket_settings,
    take_back_rule,
)
from itsm.adapting.workflow.catalogue import save_tile
from itsm.adapting.workflow.keeping import move, save
from itsm.adapting.workflow.lending import add_photos, remove_photo
from itsm.adapting.workflow.schools import (
    close_school,
    open_school_again,
    remove_school_kind,
    save_school,
)
from itsm.adapting.workflow.words import dress_fields, save_field, save_status

__all__ = [
    "add_photos",
    "close_school",
    "dress_fields",
    "move",
    "open_school_again",
    "remove_photo",
    "remove_school_kind",
    "save",
    "save_authority",
    "save_field",
    "save_number_scheme",
    "save_school",
    "save_status",
    "save_ticket_settings",
    "save_tile",
    "take_back_rule",
]
