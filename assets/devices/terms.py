"""How long a device's warranty and its binding to funds last, where only the length is known."""

from datetime import date

# What each end is counted from, besides the day of purchase.
COUNTED_FROM = {"warranty_until": "model", "bound_until": "funding_source"}


def months_after(day, months) -> date | None:
    """So many months after this day; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return None


def months_of(device, name) -> int | None:
    """How many months the model's warranty or the binding of the funds lasts, if that is known."""
    if name == "warranty_until":
        return device.model.warranty_months if device.model else None
    years = device.funding_source.binding_years if device.funding_source else None
    return years and years * 12


def term_of(device, name) -> date | None:
    """The day this warranty or binding ends by its length, or None where it cannot be counted."""
    months = months_of(device, name) if device.purchased_on else None
    return months_after(device.purchased_on, months) if months else None


def missing_terms(device) -> dict:
    """The ends that were not given and can be counted."""
    counted = {name: term_of(device, name) for name in COUNTED_FROM if not getattr(device, name)}
    return {name: day for name, day in counted.items() if day}


def following_terms(before, after, changed) -> dict:
    """The ends that follow when the day of purchase, model or funds change.

    One that somebody set stays, one that had been counted is counted anew, an empty one is filled.
    """
    ends = {}
    for name, source in COUNTED_FROM.items():
        kept = getattr(before, name)
        was_counted = kept is None or kept == term_of(before, name)
        if {"purchased_on", source} & set(changed) and name not in changed and was_counted:
            ends[name] = term_of(after, name)
    return {name: day for name, day in ends.items() if day and day != getattr(before, name)}
