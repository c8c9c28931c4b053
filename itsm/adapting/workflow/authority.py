"""Steps on the authority itself: its look, its numbers, its ways."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from itsm.adapting.workflow.keeping import keep, tell, write
from itsm.files.uploads import storage_name
from itsm.people.models import Authority
from itsm.people.rules import can_change_settings
from itsm.workflow import StepRefused, require
from tickets.models import RoutingRule


@transaction.atomic
def save_authority(*, by, logo=None, remove_logo=False, **values):
    """Name, look and contact of the authority; `logo` is a cleaned picture (bytes)."""
    require(can_change_settings, by)
    authority = Authority.objects.filter(pk=1).first() or Authority.objects.create(pk=1)
    changes = write(authority, values)
    if logo or (remove_logo and authority.logo):
        changes["logo"] = _change_logo(authority, logo)
    if changes:
        tell(by, authority, "look", changes)
    return authority


def _change_logo(authority, picture):
    """Put the new logo in place; the old file goes when nothing can be undone any more."""
    storage, old = authority.logo.storage, authority.logo.name
    if picture:
        authority.logo.save(storage_name("jpg"), ContentFile(picture), save=False)
    else:
        authority.logo = ""
    authority.save(update_fields=["logo"])
    if old:
        transaction.on_commit(lambda: storage.delete(old), robust=True)
    return [old or "", authority.logo.name or ""]


@transaction.atomic
def save_number_scheme(scheme, *, by, **values):
    """How inventory numbers are made from now on; those given out stay."""
    require(can_change_settings, by)
    if "{number}" not in values["pattern"]:
        raise StepRefused(_("The running number is missing: {number}."))
    return _keep_the_one(scheme, values, by, "numbers")


@transaction.atomic
def save_ticket_settings(days, *, by, **values):
    """After how many days something happens by itself."""
    require(can_change_settings, by)
    return _keep_the_one(days, values, by, "ticket_days")


def _keep_the_one(row, values, by, what):
    """The table has one row; it is made when it is first changed."""
    row, _made = type(row)._default_manager.get_or_create(pk=1)
    return keep(row, values, by=by, what=what)


@transaction.atomic
def take_back_rule(rule, *, by):
    """Reports go the usual way again."""
    require(can_change_settings, by)
    tell(by, rule, "routing", {"level": [rule.get_level_display(), ""]})
    if not RoutingRule.objects.filter(pk=rule.pk).delete()[0]:
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
