"""Labels: made, printed, bound to a thing, revoked and replaced. Old codes stay known."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.labels.codes import new_code
from assets.models import Device, Label, LabelAdjustment, Location
from itsm.journal.models import Visibility
from itsm.journal.record import record, record_many
from itsm.people.models import User
from itsm.workflow import NotAllowed, StepRefused, lock, require

MOST_AT_ONCE = 2000


@transaction.atomic
def labels_for(things: Iterable[Device | Location], *, by: User) -> list[Label]:
    """The valid labels of these devices or rooms, made where there is none yet, in this order.

    Refused for more than `MOST_AT_ONCE` things and for a retired device; NotAllowed if one of them
    may not be labelled by this person.
    """
    things = list(things)
    if not all(rules.can_label(by, thing) for thing in things):
        raise NotAllowed
    if len(things) > MOST_AT_ONCE:
        raise StepRefused(_("At most %(most)s labels at once.") % {"most": MOST_AT_ONCE})
    _must_be_on_the_books(*things)
    known = {_owner(label): label for label in _valid_of(things)}
    # In one order whatever was asked: two who print the same things wait for each other in turn.
    missing = [_new(thing) for thing in sorted(things, key=_key) if _key(thing) not in known]
    if missing:
        # Two may print the same things at the same moment: whose label came first, stays.
        Label.objects.bulk_create(missing, ignore_conflicts=True)
        known = {_owner(label): label for label in _valid_of(things)}
    return [known[_key(thing)] for thing in things]


@transaction.atomic
def mark_printed(labels: Iterable[Label], *, by: User) -> None:
    """These labels went to the printer: time of the last print, and a line in each life."""
    now, labels = timezone.now(), list(labels)
    for label in labels:
        _may(by, label)
    ids = [label.pk for label in labels]
    lock(Label, ids)
    Label.objects.filter(pk__in=ids).update(printed_at=now)
    record_many(
        (by, "label.printed", [label.owner, label], Visibility.SCHOOL, label.school, now, {})
        for label in labels
        if label.owner
    )


@transaction.atomic
def make_blank(count: int, *, by: User) -> list[Label]:
    """Labels for a roll printed in advance: they belong to nothing until staff scan them.

    Returns the new labels. Refused for none, and for more than `MOST_AT_ONCE`.
    """
    require(rules.can_make_blank_labels, by)
    if not 1 <= count <= MOST_AT_ONCE:
        raise StepRefused(_("At most %(most)s labels at once.") % {"most": MOST_AT_ONCE})
    return Label.objects.bulk_create([Label(code=new_code()) for _n in range(count)])


@transaction.atomic
def bind(label: Label, *, by: User, thing: Device | Location) -> None:
    """The first scan of a blank label ties it to a device or room, for ever.

    Refused where the thing has a valid label, is retired, or the label belongs to something else
    already or was revoked.
    """
    require(rules.can_label, by, thing)
    _must_be_on_the_books(thing)
    if _valid_of([thing]):
        raise StepRefused(_("It has a label already. Replace that one instead."))
    _tie(label, thing)
    record(by, "label.bound", thing, label)


@transaction.atomic
def replace(thing: Device | Location, *, by: User, blank: Label | None = None) -> Label:
    """A new label for a thing; the old code stops working and its history stays.

    `blank`: one that was printed in advance; else a new one is made. Returns the label that is
    valid now. Refused for a retired device, and where the blank one belongs to something else.
    """
    require(rules.can_label, by, thing)
    _must_be_on_the_books(thing)
    old = _valid_of([thing])
    valid = Label.objects.valid().filter(pk__in=[label.pk for label in old])
    if valid.update(revoked_at=timezone.now()) != len(old):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    if blank:
        _tie(blank, thing)
    label = blank or labels_for([thing], by=by)[0]
    record(by, "label.replaced", thing, label, *old)
    return label


@transaction.atomic
def revoke(label: Label, *, by: User) -> None:
    """A label that got lost or was defaced: whoever scans it sees the neutral page.

    Refused where it was revoked before.
    """
    _may(by, label)
    if not Label.objects.filter(pk=label.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise StepRefused(_("This label was revoked before."))
    record(by, "label.revoked", *[thing for thing in (label.owner, label) if thing])


@transaction.atomic
def adjust_format(format_id: str, *, by: User, **values: object) -> None:
    """How far the printer is off for these labels, and whether they are offered first.

    `format_id` names the sheet or roll; `values`: by field name of LabelAdjustment, distances in
    millimetres.
    """
    require(rules.can_adjust_labels, by)
    known, _new_one = LabelAdjustment.objects.get_or_create(format=format_id)
    changes = {
        name: [str(getattr(known, name)), str(value)]
        for name, value in values.items()
        if getattr(known, name) != value
    }
    if changes:
        LabelAdjustment.objects.filter(pk=known.pk).update(**values)
        what = {"what": "label_format", "name": format_id}
        hidden = Visibility.AUTHORITY
        record(by, "setting.changed", known, visibility=hidden, changes=changes, **what)


def _may(by: User, label: Label) -> None:
    if label.owner:
        require(rules.can_label, by, label.owner)
    else:
        require(rules.can_make_blank_labels, by)


def _must_be_on_the_books(*things: Device | Location) -> None:
    if any(isinstance(t, Device) and t.state == Device.State.RETIRED for t in things):
        raise StepRefused(_("This device is retired."))


def _tie(label: Label, thing: Device | Location) -> None:
    """One conditional write: a blank label is bound once, to one thing."""
    owner = {"device": thing} if isinstance(thing, Device) else {"location": thing}
    blank = Label.objects.filter(pk=label.pk, device=None, location=None, revoked_at=None)
    try:
        with transaction.atomic():
            tied = blank.update(bound_at=timezone.now(), school=thing.school, **owner)
    except IntegrityError as error:
        raise StepRefused(_("It has a label already. Replace that one instead.")) from error
    if not tied:
        raise StepRefused(_("This label belongs to something else already."))
    label.refresh_from_db()


def _new(thing: Device | Location) -> Label:
    owner = {"device": thing} if isinstance(thing, Device) else {"location": thing}
    return Label(code=new_code(), school=thing.school, bound_at=timezone.now(), **owner)


def _valid_of(things: Iterable[Device | Location]) -> list[Label]:
    devices = [t.pk for t in things if isinstance(t, Device)]
    places = [t.pk for t in things if not isinstance(t, Device)]
    valid = Label.objects.valid().with_names()
    return [*valid.filter(device__in=devices), *valid.filter(location__in=places)]


def _owner(label: Label) -> tuple[str, int | None]:
    return ("device", label.device_id) if label.device_id else ("location", label.location_id)


def _key(thing: Device | Location) -> tuple[str, int]:
    return ("device" if isinstance(thing, Device) else "location", thing.pk)
