"""Loans of tablet cases, what goes out with them, what must be met first, and their papers."""

from loans.models.bookings import Booking
from loans.models.catalogue import CatalogueEntry, CataloguePhoto
from loans.models.conditions import Approval, Condition, LoanCondition, Stage
from loans.models.evaluations import Evaluation, Experience
from loans.models.items import Damage, LoanAccessory, LoanItem, OpenItem
from loans.models.loan import Loan
from loans.models.papers import LoanPaper, PaperKind, PaperText, Signature
from loans.models.planning import Feed, LoanSettings
from loans.models.preparing import LoanPhoto, PreparationTask, PreparationTick
from loans.models.reminding import Reminder, ReminderRule
from loans.models.trainings import Seat, Training

__all__ = [
    "Approval",
    "Booking",
    "CatalogueEntry",
    "CataloguePhoto",
    "Condition",
    "Damage",
    "Evaluation",
    "Experience",
    "Feed",
    "Loan",
    "LoanAccessory",
    "LoanCondition",
    "LoanItem",
    "LoanPaper",
    "LoanPhoto",
    "LoanSettings",
    "OpenItem",
    "PaperKind",
    "PaperText",
    "PreparationTask",
    "PreparationTick",
    "Reminder",
    "ReminderRule",
    "Seat",
    "Signature",
    "Stage",
    "Training",
]
