"""Steps on the ways and days of tickets."""

from django.db import transaction
from django.utils.translation import gettext as _

from itsm.people.rules import can_change_settings
from itsm.settings_pages.workflow.keeping import keep_the_one, tell
from itsm.workflow import StepRefused, require
from tickets.models import RoutingRule


@transaction.atomic
def save_ticket_settings(days, *, by, **values):
    """After how many days something happens by itself."""
    require(can_change_settings, by)
    return keep_the_one(days, values, by=by, what="ticket_days")


@transaction.atomic
def take_back_rule(rule, *, by):
    """Reports go the usual way again."""
    require(can_change_settings, by)
    tell(by, rule, "routing", {"level": [rule.get_level_display(), ""]})
    if not RoutingRule.objects.filter(pk=rule.pk).delete()[0]:
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
