"""The one door through which a state changes."""

from django.utils.translation import gettext as _

from itsm.steps.refusals import StepRefused


def advance(thing, to, *, expect=None, **fields):
    """Move a thing to another state, together with the fields that go with the step.

    The model's STEPS table says whether that is possible now. The write is a compare-and-swap
    on the state as it was read (and on `expect`, more fields with their values as read): when
    somebody else was faster, no row changes, and the person is told so.
    """
    model, old = type(thing), thing.state
    if to not in model.STEPS[old]:
        raise StepRefused(
            _("That is not possible: it is “%(state)s” now.") % {"state": thing.get_state_display()}
        )
    if "status" not in fields:
        fields["status"] = thing.status_for(to)
    guard = {"pk": thing.pk, "state": old, **(expect or {})}
    if not model.objects.filter(**guard).update(state=to, **fields):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    for name, value in {"state": to, **fields}.items():
        setattr(thing, name, value)
