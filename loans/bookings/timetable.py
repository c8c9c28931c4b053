"""A week of lessons of one case: what is taken, by whom, and what is free."""

from datetime import timedelta

from django.utils import timezone

from loans import rules
from loans.models import Loan
from loans.models.bookings import LESSONS


def next_weekday(start):
    """Today, or the day it begins; on a weekend the Monday after."""
    day = max(timezone.localdate(), start)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def week_of(loan, day, user) -> dict:
    """Monday to Friday around this day (and a weekend that is booked), a line a lesson; a booking
    is told where it begins."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    taken = list(loan.bookings.filter(day__in=days).select_related("by", "location"))
    booked = {one.day for one in taken}
    days = [one for one in days if one.weekday() < 5 or one in booked]
    lines = [
        {"lesson": n, "cells": [c for c in (_cell(taken, one, n, loan, user) for one in days) if c]}
        for n in range(1, LESSONS + 1)
    ]
    return {
        "days": days,
        "lines": lines,
        "last": days[-1],
        "today": timezone.localdate(),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }


def _cell(taken, day, lesson, loan, user):
    """One lesson of one day; None within a booking that began before."""
    found = next((b for b in taken if b.day == day and b.first <= lesson <= b.last), None)
    if found is None:
        here = loan.state == Loan.State.HANDED_OVER
        return {"day": day, "free": here and timezone.localdate() <= day < loan.end}
    if found.first != lesson:
        return None
    may = found.day >= timezone.localdate() and rules.can_cancel_booking(user, found)
    return {"day": day, "booking": found, "lessons": found.last - found.first + 1, "may": may}
