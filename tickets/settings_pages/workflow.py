"""Steps on the ways and days of tickets."""

from django.db import transaction
from django.utils.translation import gettext as _

from itsm.people.models import User
from itsm.people.rules import can_change_settings
from itsm.settings_pages.workflow.keeping import keep_the_one, tell
from itsm.workflow import StepRefused, require
from tickets.models import RoutingRule, TicketSettings


@transaction.atomic
def save_ticket_settings(days: TicketSettings, *, by: User, **values: object) -> TicketSettings:
    """After how many days something happens by itself.

    `values`: numbers of days by field name of `TicketSettings`. Returns the row as it is kept.
    """
    require(can_change_settings, by)
    return keep_the_one(days, values, by=by, what="ticket_days")


@transaction.atomic
def take_back_rule(rule: RoutingRule, *, by: User) -> None:
    """Reports go the usual way again.

    The rule is deleted. Refused where somebody else took it back already.
    """
    require(can_change_settings, by)
    tell(by, rule, "routing", {"level": [rule.get_level_display(), ""]})
    if not RoutingRule.objects.filter(pk=rule.pk).delete()[0]:
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
