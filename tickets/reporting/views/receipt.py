"""The private page of whoever reported something: `/r/<receipt>`. Reading changes nothing."""

from functools import wraps

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from itsm.fields.form_layout import FormLayout
from itsm.files.downloads import send_file
from itsm.guards.once import digest, once
from itsm.people.models import Authority
from itsm.workflow import StepRefused
from tickets import workflow
from tickets.models import Report, Ticket
from tickets.receipts import receipt_of, report_by_receipt
from tickets.reporting import limits, receipt_timeline
from tickets.reporting.forms.public import AnswerForm
from tickets.reporting.views import intake
from tickets.reporting.views.public_page import public_page

State = Ticket.State


def with_receipt(act):
    """Only with a receipt that is right and still good; anything else: a friendly 404."""

    @wraps(act)
    def view(request, receipt, **kwargs):
        report = report_by_receipt(receipt)
        if report is None:
            return render(request, "tickets/reporting/gone.html", status=404)
        return act(request, report, **kwargs)

    return view


def answering(act):
    """A POST of the reporter's: performed, or refused in one sentence with the text kept."""

    @public_page()
    @with_receipt
    @wraps(act)
    def view(request, report):
        if request.method != "POST":
            return intake.see(receipt_of(report))
        form = AnswerForm(request.POST, request.FILES)
        valid = form.is_valid()
        if not limits.may_answer(report):
            return intake.too_much(request, form.typed())
        try:
            done = valid and act(report, form)
        except StepRefused as refused:
            now = report_by_receipt(receipt_of(report))
            return _page(request, now, form, sentence=refused.sentence)
        return intake.see(receipt_of(report)) if done else _page(request, report, form)

    return view


@public_page("GET", "HEAD")
@with_receipt
def receipt(request, report):
    """The number, what happens next, and what was said so far."""
    return _page(request, report, AnswerForm())


@public_page("GET", "HEAD")
@with_receipt
def file(request, report, number):
    """A photo of the reporter's own, or one the staff put there for reporters."""
    kept = get_object_or_404(receipt_timeline.files_of(report), pk=int(number))
    return send_file(kept.file, name=kept.name, kind=kept.kind, inline_picture=kept.is_picture)


@answering
def comment(report, form):
    """Add some words, a photo, or both."""
    photo, text = form.take_photo(), form.cleaned_data["text"]
    if not (text or photo) and not form.errors:
        form.add_error("text", intake.nothing_said())
    if form.errors:
        return False
    return _once("comment", report, form, lambda: _say(report, text, photo))


@answering
def fixed(report, form):
    """ "It works again"."""
    return _once(
        "fixed", report, form, lambda: workflow.works_again(_ticket(report), report=report)
    )


@answering
def withdraw(report, form):
    """Take it back, before anybody has begun."""
    return _once(
        "withdraw", report, form, lambda: workflow.withdraw(_ticket(report), report=report)
    )


@answering
def reopen(report, form):
    """It isn't fixed after all, and why."""
    return _once("reopen", report, form, lambda: _reopen(report, form.cleaned_data["text"]))


def _page(request, report, form, sentence=""):
    context = {
        "report": report,
        "ticket": report.ticket,
        "receipt": receipt_of(report),
        "next_step": receipt_timeline.next_step(report),
        "can": receipt_timeline.choices(report),
        "lines": receipt_timeline.lines(report),
        "is_fresh": report.state == Report.State.ACCEPTED and report.ticket.state == State.NEW,
        "more_url": _more_url(report),
        "advice": _advice(report.tile),
        "phones": _phones(report) if _is_alarm(report.tile) else [],
        "about": _about(report),
        "form": form,
        "sentence": sentence,
    }
    return render(
        request, "tickets/reporting/receipt.html", context, status=409 if sentence else 200
    )


def _about(report):
    """ "Beamer, Haupthaus, Raum 204: kein Bild", as far as the house shows it."""
    ticket, layout = report.ticket, FormLayout.of("ticket")
    if ticket is None:
        return ""
    devices = [] if layout.hides("devices") else ticket.devices.select_related("category")
    place = ticket.location and not layout.hides("location") and ticket.location.path
    where = ", ".join([*(d.category.label for d in devices), *([place] if place else [])])
    return ": ".join(filter(None, [where, report.tile and report.tile.label]))


def _more_url(report):
    """Where something else is told: at the same label, else at the same school."""
    if report.label and not report.label.revoked_at:
        return reverse("door", args=[report.label.code])
    return reverse("report") + (f"?school={report.school_id}" if report.school_id else "")


def _is_alarm(tile):
    return bool(tile and tile.alarm)


def _advice(tile):
    """What to do at once, said again: on the label's page it is gone."""
    return list(tile.hints.all()) if _is_alarm(tile) else []


def _phones(report):
    """Whom to call: the school authority, and the school."""
    house, school = Authority.get(), report.school
    known = [(house.name, house.phone), (school and school.name, school and school.phone)]
    return [(name, phone) for name, phone in known if phone]


def _once(step, report, form, act):
    """A double tap answers once."""
    key = form.cleaned_data["key"]
    mark = key and f"{key}.{digest([step, form.payload()])[:16]}"
    once(f"report:{report.pk}", mark, {}, lambda: act() and None)
    return True


def _say(report, text, photo):
    ticket = _ticket(report)
    if text:
        workflow.comment(ticket, text=text, report=report)
    if photo:
        workflow.add_file(ticket, accepted=photo, report=report)


def _reopen(report, text):
    ticket = _ticket(report)
    workflow.reopen(ticket, report=report)
    if text:
        workflow.comment(ticket, text=text, report=report)


def _ticket(report):
    if report.ticket is None:
        raise StepRefused(intake.not_yet())
    return report.ticket
