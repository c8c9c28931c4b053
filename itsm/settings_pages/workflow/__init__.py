"""One step per thing an administrator saves; each is allowed by a rule and told to the journal."""

from itsm.settings_pages.workflow.keeping import move, save
from itsm.settings_pages.workflow.look import save_authority
from itsm.settings_pages.workflow.schools import (
    close_school,
    open_school_again,
    remove_school_kind,
    save_school,
)
from itsm.settings_pages.workflow.words import save_field, save_form_layout, save_status

__all__ = [
    "close_school",
    "move",
    "open_school_again",
    "remove_school_kind",
    "save",
    "save_authority",
    "save_field",
    "save_form_layout",
    "save_school",
    "save_status",
]
