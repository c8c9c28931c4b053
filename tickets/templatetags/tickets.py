"""How one ticket stands, in words and marks."""

from django import template

from tickets.badges import about_of, mark_of, waits_of

register = template.Library()


@register.filter
def standing(ticket):
    """The state as a mark."""
    status = ticket.status
    words = (status.label, status.tone) if status else ("", "")
    return mark_of(ticket.state, *words, ended=ticket.ended)


@register.filter
def waits(ticket):
    """For whom it waits and how long, or since when it is new."""
    return waits_of(
        ticket.state,
        waiting_for=ticket.waiting_for,
        since_when=ticket.waiting_since,
        until=ticket.waiting_until,
        created_at=ticket.created_at,
    )


@register.filter
def about(ticket, layout):
    """The devices and the room it is about, as far as the house shows them."""
    place = ticket.location and (ticket.location.path or ticket.location.name)
    return about_of([str(d.model or d.category) for d in ticket.devices.all()], place, layout)
