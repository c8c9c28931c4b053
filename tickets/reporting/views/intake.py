"""The desk behind every door: takes a report once, holds it back, or asks to wait."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from itsm.guards.once import answered, digest, once
from itsm.workflow import TooMany
from tickets import workflow
from tickets.models import Report
from tickets.receipts import receipt_of
from tickets.reporting import limits
from tickets.reporting.forms.public import plain_key
from tickets.reporting.scan_target import reporter


def take(request, spot, form):
    """Turn a filled form into a report and go to its receipt; None where the form has to be
    shown again because its photo was refused."""
    by = reporter(request.user, spot.school)
    key = _key(form.cleaned_data["key"], form.payload())
    tell = partial(_tell, spot, form, by) if by else partial(_tell_or_hold, spot, form)
    try:
        if by is None:
            _look_first(spot, form, key)
        if form.cleaned_data["photo"]:
            return _with_photo(spot, form, by, key)
        return see(once(spot.scope, key, {}, tell))
    except TooMany as refused:
        return too_much(request, form.typed(), refused.sentence)


def _look_first(spot, form, key):
    """Where the label's bucket is empty and as many wait as may, a flood costs three short looks
    into the database, and no lock."""
    if _is_alarm(form) or not limits.is_full(spot):
        return
    if workflow.held_enough(spot.label, spot.school) and not answered(spot.scope, key):
        raise workflow.TooManyHeld


def _is_alarm(form):
    tile = form.cleaned_data["tile"]
    return bool(tile and tile.alarm)


def _tell_or_hold(spot, form):
    return _hold(spot, form) if _looks_wrong(spot, form) else _tell(spot, form, None)


def _with_photo(spot, form, by, key):
    """Cleaning a photo takes a while: only where there is room for it, and outside the
    transaction in which the buckets are asked."""
    if receipt := answered(spot.scope, key):
        return see(receipt)
    held = by is None and _looks_wrong(spot, form)
    if held and workflow.held_enough(spot.label, spot.school):
        raise workflow.TooManyHeld
    photo = form.take_photo()
    if form.errors:
        return None
    tell = partial(_hold, spot, form, photo) if held else partial(_tell, spot, form, by, photo)
    return see(once(spot.scope, key, {}, tell))


def join(request, spot, ticket):
    """ "Betrifft mich auch": one tap, and a receipt of one's own."""
    by = reporter(request.user, spot.school)
    key = _key(plain_key(request.POST.get("key")), {"join": ticket.pk})
    receipt = answered(spot.scope, key)
    if receipt:
        return see(receipt)
    if by is None and not limits.may_join(spot):
        return too_much(request, {})

    def act():
        channel = Report.Channel.LABEL if spot.label else Report.Channel.PORTAL
        return receipt_of(workflow.join(ticket, by=by, label=spot.label, channel=channel))

    return see(once(spot.scope, key, {}, act))


def helped(request, spot, hint):
    """A hint helped: counted once a form, within reason; no ticket is made."""
    by = reporter(request.user, spot.school)
    key = _key(plain_key(request.POST.get("key")), {"helped": hint.pk})
    if limits.may_help(spot):
        once(spot.scope, key, {}, lambda: workflow.self_helped(hint, by=by, thing=spot.thing))


def see(receipt):
    """The answer to every report: go and look at your receipt."""
    return see_other("receipt", receipt)


def see_other(name, *args):
    """Go on to this page, by GET."""
    response = redirect(name, *args)
    response.status_code = 303
    return response


def too_much(request, typed, sentence=""):
    """Please wait; nothing of what was typed is lost."""
    context = {"typed": typed, "sentence": sentence}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(limits.RETRY_AFTER)
    return response


def solved_meanwhile() -> str:
    """The sentence for a fault that can no longer be joined."""
    return _("This fault was solved meanwhile. Please report it anew.")


def nothing_said() -> str:
    """The sentence for an empty answer."""
    return _("Please write something, or add a photo.")


def not_yet() -> str:
    """The sentence for a report that waits for a look."""
    return _("This report is still being looked at. Please try again later.")


def _looks_wrong(spot, form):
    """A trap was stepped into, or there is no room in one of the buckets."""
    filled = form.cleaned_data["filled"]
    if form.cleaned_data["website"]:
        return True
    return not limits.may_report(spot, stamped=filled, alarm=_is_alarm(form))


def _key(key, payload):
    """Another payload under the same key is another report: so the payload is part of the key."""
    return f"{key}.{digest(payload)[:16]}" if key else ""


def _tell(spot, form, by, photo=None):
    devices = spot.devices
    told, _joined = workflow.report_or_join(
        by=by,
        school=spot.school,
        devices=devices,
        location=None if devices else spot.room,
        tile=form.cleaned_data["tile"],
        anew=form.is_something_else(),
        description=_text(spot, form),
        answer=form.answer(),
        files=[photo] if photo else [],
        channel=Report.Channel.LABEL if spot.label else Report.Channel.PORTAL,
        label=spot.label,
        custom=form.custom(),
        **({} if by else form.contact()),
    )
    return receipt_of(told)


def _hold(spot, form, photo=None):
    """Kept with the thing it is about; a kind of which there are several stays in words."""
    devices = spot.devices
    kind = [str(spot.kind)] if spot.kind and not devices else []
    held = workflow.hold(
        label=spot.label,
        school=spot.school,
        tile=form.cleaned_data["tile"],
        text="\n\n".join(part for part in (_text(spot, form), *kind) if part),
        device=devices[0] if devices else None,
        location=None if devices else spot.room,
        answer=form.answer(),
        files=[photo] if photo else [],
        custom=form.custom(),
        anew=form.is_something_else(),
        **form.contact(),
    )
    return receipt_of(held)


def _text(spot, form):
    """What was typed; a room that is not in the books stays in words."""
    text, room = form.cleaned_data.get("description", ""), form.cleaned_data.get("room")
    if not room or spot.room:
        return text
    return "\n\n".join(part for part in (text, _("Room: %(room)s") % {"room": room}) if part)
