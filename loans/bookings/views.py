"""A week of one case, lesson by lesson."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.workflow import require
from loans import rules, workflow
from loans.bookings.forms import BookForm
from loans.bookings.timetable import next_weekday, week_of
from loans.handover.views.shared import SeeOther
from loans.pages import loan_or_404, saved, status


def bookings(request, number):
    """A week of lessons of one case, and a form to take some."""
    loan = loan_or_404(request, number)
    require(rules.can_book, request.user, loan)
    day = _day(request, loan)
    form = BookForm(
        request.POST or None, loan=loan, user=request.user, initial=_asked(request, loan)
    )
    if saved(request, form, workflow.book, loan):
        messages.success(request, _("It is yours then."))
        return SeeOther(f"{request.path}?week={form.cleaned_data['day']}")
    context = {"loan": loan, "form": form, **week_of(loan, day, request.user)}
    return render(request, "loans/bookings/index.html", context, status=status(form))


def cancel(request, number, pk):
    """The lessons are free again."""
    loan = loan_or_404(request, number)
    booking = get_object_or_404(loan.bookings, pk=pk)
    require(rules.can_cancel_booking, request.user, booking)
    if request.method == "POST":
        workflow.cancel_booking(booking, by=request.user)
        messages.success(request, _("The lessons are free again."))
    return SeeOther(f"{reverse('loans:bookings', args=[loan.number])}?week={booking.day}")


def _asked(request, loan):
    """Which free lesson was chosen in the week."""
    day, first = request.GET.get("day", ""), request.GET.get("first", "")
    return {"day": day or next_weekday(loan.start), "first": first or 1, "last": first or 1}


def _day(request, loan):
    """The day whose week is shown: the one asked for, else the next school day of the loan."""
    try:
        asked = request.GET.get("week")
        day = date.fromisoformat(asked) if asked else next_weekday(loan.start)
        if not date(1990, 1, 1) < day < date(2990, 1, 1):
            raise Http404
    except ValueError as error:
        raise Http404 from error
    return day
