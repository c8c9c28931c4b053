"""Trainings: dates, seats, who was there, and a certificate for each of them."""

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.people.rules import is_member
from itsm.web.paging import Pages
from itsm.workflow import NotAllowed, require
from loans import rules, workflow
from loans.handover.views.shared import SeeOther
from loans.models import Seat, Training
from loans.pages import saved, status
from loans.papers.certificate import certificate
from loans.trainings.forms import SignUpForm, TrainingForm


def index(request):
    """What comes, and what was."""
    _must_take_part(request.user)
    over, now = "over" in request.GET, timezone.now()
    rows = Training.objects.select_related("condition").annotate(people=Count("taken"))
    rows = rows.annotate(left=F("seats") - F("people"))
    past, comes = rows.filter(ends_at__lt=now), rows.filter(ends_at__gte=now)
    rows = past.order_by("-starts_at", "pk") if over else comes.order_by("starts_at", "pk")
    page = Pages(rows).get_page(request.GET.get("page"))
    context = {"page": page, "over": over, "may_add": rules.can_hold_trainings(request.user)}
    return render(request, "loans/trainings/index.html", context)


def save(request, pk=None):
    """A new date, or a change to one."""
    require(rules.can_hold_trainings, request.user)
    training = get_object_or_404(Training, pk=pk) if pk else Training(seats=20)
    form = TrainingForm(request.POST or None, instance=training)
    if saved(request, form, workflow.save_training, training):
        messages.success(request, _("Saved."))
        return _to(training)
    title = Training.objects.filter(pk=pk).values_list("title", flat=True).first()
    context = {"form": form, "training": training, "title": title, "back": _to(training).url}
    return render(request, "loans/trainings/form.html", context, status=status(form))


def show(request, pk):
    """The date, who comes from one's own school, and a form to take a seat."""
    _must_take_part(request.user)
    training = get_object_or_404(Training.objects.select_related("condition"), pk=pk)
    form = SignUpForm(request.POST or None, user=request.user)
    if saved(request, form, workflow.sign_up, training):
        messages.success(request, _("The seat is taken."))
        return _to(training)
    context = {"training": training, "form": form, **_seats(training, form, request.user)}
    return render(request, "loans/trainings/training.html", context, status=status(form))


def _seats(training, form, user):
    """Who comes, as far as this person sees it, and what may be done now."""
    seats = Seat.objects.visible_to(user).filter(training=training).select_related("school")
    seats, taken = list(seats), training.taken.count()
    begun = training.starts_at <= timezone.now()
    free = not (begun or training.cancelled) and taken < training.seats
    return {
        "seats": seats,
        "taken": taken,
        "begun": begun,
        "holds": rules.can_hold_trainings(user),
        "open": free and bool(form.fields["school"].queryset),
        "may_leave": {seat.pk for seat in seats if rules.can_sign_up(user, seat.school)},
    }


def attendance(request, pk):
    """Who was there."""
    require(rules.can_hold_trainings, request.user)
    training = get_object_or_404(Training, pk=pk)
    if request.method == "POST":
        there = {int(n) for n in request.POST.getlist("seat") if n.isdecimal() and len(n) < 19}
        workflow.note_attendance(training, by=request.user, attended=there)
        messages.success(request, _("Noted. The schools' applications are that far now."))
    return SeeOther(reverse("loans:training", args=[pk]))


def give_up(request, pk, seat):
    """The seat is free for somebody else."""
    taken = _seat_or_404(request, pk, seat)
    require(rules.can_sign_up, request.user, taken.school)
    if request.method == "POST":
        workflow.give_up_seat(taken, by=request.user)
        messages.success(request, _("The seat is free again."))
    return SeeOther(reverse("loans:training", args=[pk]))


def certificate_pdf(request, pk, seat):
    """The certificate of somebody who was there."""
    taken = _seat_or_404(request, pk, seat)
    if not taken.attended:
        raise NotAllowed(_("Only who was there gets a certificate."))
    answer = HttpResponse(certificate(taken), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{taken.pk}.pdf"'
    return answer


def _to(training):
    """Its page; of a new one that was sent twice, the list."""
    if training.pk is None:
        return SeeOther(reverse("loans:trainings"))
    return SeeOther(reverse("loans:training", args=[training.pk]))


def _seat_or_404(request, pk, seat):
    seats = Seat.objects.visible_to(request.user).select_related("training", "school")
    return get_object_or_404(seats, pk=seat, training=pk)


def _must_take_part(user):
    if not is_member(user):
        raise NotAllowed(_("You may not do that."))
