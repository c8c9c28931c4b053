"""What the mails about loans say: a subject that is understood alone, and one sentence of what it
means for whoever reads it. Facts and the link are put around it by `notices.py`."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.people.models import Authority


def submitted(loan, cases=1):
    """A school applies, for one case or for several."""
    words = {"school": loan.school, "number": cases}
    subject = ngettext(
        "%(school)s applies for a case", "%(school)s applies for %(number)s cases", cases
    )
    return subject % words, _("Please look at the application and decide about it.")


def withdrawn(loan):
    """The school takes its application back."""
    subject = _("Application %(number)s is withdrawn") % {"number": loan.number}
    return subject, _("The school does not want the case any more. There is nothing to do.")


def stage_done(loan, stage):
    """One agreed, the next one is asked."""
    subject = _("Application %(number)s waits for you") % {"number": loan.number}
    return subject, _("Now it is your turn: %(stage)s.") % {"stage": stage}


def approved(loan):
    """The case is promised."""
    subject = _("Your case is promised: %(case)s") % {"case": loan.case.inventory_number}
    words = _("We prepare it and arrange the handover with you. Please name the room it goes to.")
    return subject, words


def waitlisted(loan):
    """No case is free now."""
    words = _("No case is free in this time. You get the next one in the order of applications.")
    return _("You are on the waiting list for a case"), words


def now_possible(loan):
    """A case is free for the first who waits; a person decides."""
    words = _(
        "A case is free in these days, and this school is next on the waiting list. "
        "Please decide: nothing is promised by itself."
    )
    return _("A case is free: %(school)s is next") % {"school": loan.school}, words


def refused(loan):
    """Not this time."""
    words = _("We can't give you a case this time. The reason:")
    return _("About your application for a case"), words


def answered(loan, promised, waiting, refused):
    """An application for several cases was decided at once: so many each way."""
    lines = [
        (promised, ngettext("%(n)s case is promised", "%(n)s cases are promised", promised)),
        (
            waiting,
            ngettext("%(n)s is on the waiting list", "%(n)s are on the waiting list", waiting),
        ),
        (refused, ngettext("%(n)s is refused", "%(n)s are refused", refused)),
    ]
    told = ", ".join(words % {"n": number} for number, words in lines if number)
    return _("About your application for several cases"), f"{told}."


def extension_asked(loan):
    """The school wants to keep it longer."""
    until = {"until": date_format(loan.wanted_last_day)}
    return (
        _("%(school)s asks for more time") % {"school": loan.school},
        _("Until %(until)s. Please answer.") % until,
    )


def extended(loan):
    """Yes, longer."""
    words = _("You may keep it until %(until)s.") % {"until": date_format(loan.last_day)}
    return _("Your loan is extended"), words


def extension_refused(loan):
    """No, it ends as agreed."""
    words = _("Please bring it back by %(until)s.") % {"until": date_format(loan.last_day)}
    return _("Your loan can't be extended"), words


def handed_over(loan):
    """The case is at the school; the contract is enclosed."""
    words = _("The contract is enclosed. Please keep it. It is archived unchanged.")
    return _("Handed over: the contract"), words


def swapped(loan):
    """A spare came; the annex is enclosed."""
    words = _("The annex is enclosed and belongs to the contract.")
    return _("A device was swapped: the annex to the contract"), words


def taken_back(loan):
    """Back; the protocol is enclosed."""
    words = _("The protocol of the return is enclosed. We look at every device now.")
    return _("Taken back: the protocol"), words


def decided(loan):
    """Who pays for what broke; the letter is enclosed."""
    return _("Decision about damage"), _("The decision and its reason are enclosed.")


def closed(loan):
    """Everything is back and looked at."""
    words = _("Everything is back and looked at. Thank you for taking good care of it.")
    return _("Your loan is finished"), words


def return_planned(loan):
    """The school year ends, and the loan with it."""
    words = _("Please check that everything is there, and arrange the day with us.")
    return _("Your loan ends: please bring the case back"), words


def asked_back(loan):
    """Overdue, and a loan manager asks for it."""
    words = _("It was to be back on %(until)s. Please bring it back, or ask for more time.")
    subject = _("Overdue: %(case)s") % {"case": loan.case.inventory_number}
    return subject, words % {"until": date_format(loan.last_day)}


def facts(loan) -> str:
    """The school, the case and its days: what every letter is about."""
    case = loan.case.inventory_number if loan.case_id else loan.category.label
    days = {"from": date_format(loan.start), "until": date_format(loan.last_day)}
    return f"{loan.school}, {case}\n" + _("%(from)s to %(until)s") % days


def signature() -> str:
    """Who writes, for people without a sign-in."""
    house = Authority.get()
    return "\n".join(part for part in (house.name, house.owner, house.phone) if part)
