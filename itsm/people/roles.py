"""The six roles, as the authority speaks of them. What each may do stands in the rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TEACHER = "teacher", _("Teacher")
    SUPPORT = "support", _("Support at the school (1st level)")
    HEAD = "head", _("Head of school")
    TECHNICIAN = "technician", _("Technician (2nd level)")
    LENDER = "lender", _("Loan manager")
    ADMINISTRATOR = "administrator", _("Administrator")


SCHOOL_ROLES = (Role.TEACHER, Role.SUPPORT, Role.HEAD)
AUTHORITY_ROLES = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
# Only a technician may be either: everywhere, or at the schools he looks after.
EVERYWHERE_ONLY = (Role.LENDER, Role.ADMINISTRATOR)

EXPLAINED = {
    Role.TEACHER: _("Reports faults at the own school and follows them."),
    Role.SUPPORT: _("First help at the own school: takes reports, solves or passes them on."),
    Role.HEAD: _("Sees devices and tickets of the own school, comments, applies for loans."),
    Role.TECHNICIAN: _("Repairs, moves and registers devices, solves tickets."),
    Role.LENDER: _("Lends tablet cases to schools and takes them back."),
    Role.ADMINISTRATOR: _("Sees everything, adds colleagues, adapts the program."),
}
