"""One step per thing an administrator saves; each is allowed by a rule and told to the journal."""

from itsm.adapting.workflow.authority import (
    save_authority,
    save_number_scheme,
    save_rule,
    save_ticket_settings,
    take_back_rule,
)
from itsm.adapting.workflow.catalogue import (
    save_category,
    save_funding_source,
    save_manufacturer,
    save_model,
    save_tile,
)
from itsm.adapting.workflow.keeping import move
from itsm.adapting.workflow.lending import (
    add_photos,
    remove_photo,
    save_accessory_kind,
    save_condition,
    save_entry,
    save_stage,
)
from itsm.adapting.workflow.schools import (
    close_school,
    open_school_again,
    remove_school_kind,
    save_school,
    save_school_kind,
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
    "save_accessory_kind",
    "save_authority",
    "save_category",
    "save_condition",
    "save_entry",
    "save_field",
    "save_funding_source",
    "save_manufacturer",
    "save_model",
    "save_number_scheme",
    "save_rule",
    "save_school",
    "save_school_kind",
    "save_stage",
    "save_status",
    "save_ticket_settings",
    "save_tile",
    "take_back_rule",
]
