"""What loan managers define."""

from django.utils.translation import gettext_lazy as _

from assets.models import AccessoryKind
from itsm.settings_pages.parts import (
    Adaptable,
    Doubled,
    Entry,
    FieldOwner,
    Group,
    Kept,
    page_of_one,
)
from loans.models import CatalogueEntry, Condition, Loan, Stage
from loans.rules import can_change_loan_settings

LOANS = Group(_("Loans"), 40)
ENTRIES = [
    Entry(
        LOANS,
        "lending:index",
        "briefcase",
        _("Settings for loans"),
        _("Conditions, stages, catalogue, papers, reminders."),
        may=can_change_loan_settings,
    )
]
KEPT = {
    Condition: Kept("condition", may=can_change_loan_settings),
    Stage: Kept("stage", may=can_change_loan_settings),
    # Counted in cases only: loan managers keep them.
    AccessoryKind: Kept("accessory", may=can_change_loan_settings),
    CatalogueEntry: Kept("catalogue", may=can_change_loan_settings),
}
ADAPTABLE = [
    Adaptable(
        kind="loan",
        model=Loan,
        label=_("Loans"),
        fields_title=_("Fields of the application for a case"),
        fields=(
            "purpose",
            "responsible",
            "responsible_email",
            "deputy",
            "classes",
            "teaching_plan",
        ),
        essential=frozenset({"purpose", "responsible"}),
        order=30,
    )
]
FIELD_OWNERS = [FieldOwner("loan", Loan, _("all loans"), "briefcase")]
DOUBLES = [Doubled(AccessoryKind, _("Accessories"), page_of_one("lending:accessory"))]
