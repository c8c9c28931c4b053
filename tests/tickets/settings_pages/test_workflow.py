"""Rules of where reports go first, made and taken back."""

from itsm.journal.models import Event
from itsm.settings_pages.workflow import save
from tickets.models import RoutingRule
from tickets.settings_pages.workflow import take_back_rule


def test_a_rule_is_taken_back(deich, adam):
    rule = save(RoutingRule(), by=adam, school=deich, category=None, level=2)
    take_back_rule(rule, by=adam)
    assert (RoutingRule.objects.count(), Event.objects.count()) == (0, 2)
    assert Event.objects.first().details["name"] == "Gymnasium am Deich / *"
