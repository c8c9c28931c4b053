"""Who hears what about a loan by mail. Every mail is a row in the outbox, in the step's own
transaction. What the mails say is in `letters.py`.

People with a sign-in get a link to the loan's page; a responsible person without one gets the
facts alone. Papers are enclosed, with their hash.
"""

from collections import defaultdict

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from itsm.outbox.workflow import post_mail
from itsm.people.models import Membership, User
from itsm.people.roles import Role
from loans.notifications import messages

LANGUAGE_OF_SCHOOLS = "de"


def submitted(loan, *, by, cases=1):
    """A school applies: the loan managers hear of it, and the head who has to agree."""
    for person in _others([*lenders(), *heads(loan)], by):
        _to_person(person, loan, messages.submitted, cases)


def withdrawn(loan, *, by):
    """The loan managers need not look at it any more."""
    for person in _others(lenders(), by):
        _to_person(person, loan, messages.withdrawn)


def stage_done(loan, stage, *, by):
    """Whoever agrees next hears that it is their turn."""
    for person in _others(agreeing(loan, stage), by):
        _to_person(person, loan, messages.stage_done, stage)


def approved(loan, *, by):
    """The school hears that the case is promised."""
    _to_school(loan, messages.approved, by)


def waitlisted(loan, *, by):
    """The school hears that it has to wait."""
    _to_school(loan, messages.waitlisted, by)


def now_possible(loan):
    """The loan managers hear that a case is free for the first on the waiting list."""
    for person in lenders():
        _to_person(person, loan, messages.now_possible)


def refused(loan, *, by):
    """The school reads why not."""
    _to_school(loan, messages.refused, by, said=loan.reason)


def answered(loan, *, by, promised, waiting, refused, reason=""):
    """Several cases were decided at once: one mail says how many each way."""
    numbers = (promised, waiting, refused)
    _to_school(loan, messages.answered, by, *numbers, said=reason if refused else "")


def extension_asked(loan, *, by):
    """The loan managers are asked for more time."""
    for person in _others(lenders(), by):
        _to_person(person, loan, messages.extension_asked, said=loan.wanted_reason)


def extended(loan, *, by):
    """The school may keep it longer."""
    _to_school(loan, messages.extended, by)


def extension_refused(loan, *, by, reason):
    """It ends as agreed, and the school reads why."""
    _to_school(loan, messages.extension_refused, by, said=reason)


def handed_over(loan, paper, *, by):
    """The contract, for both."""
    _to_both(loan, paper, messages.handed_over)


def swapped(loan, paper, *, by):
    """The annex, for both."""
    _to_both(loan, paper, messages.swapped)


def taken_back(loan, paper, *, by):
    """The protocol, for both."""
    _to_both(loan, paper, messages.taken_back)


def decided(loan, paper, *, by):
    """The decision about damage, for both."""
    _to_both(loan, paper, messages.decided)


def closed(loan, *, by):
    """The school hears that nothing is open any more."""
    _to_school(loan, messages.closed, by)


def return_planned(loan, *, by):
    """The year ends, and so does the loan: the school hears by when."""
    _to_school(loan, messages.return_planned, by)


def asked_back(loan, *, by, note="") -> bool:
    """The school is asked for an overdue case by hand; False where nobody there has an address."""
    if not loan.responsible_email and not any(person.email for person in heads(loan)):
        return False
    _to_school(loan, messages.asked_back, by, said=note)
    return True


def lenders():
    """The loan managers."""
    return _holding(Role.LENDER)


def heads(loan):
    """The head of the school."""
    return _holding(Role.HEAD, memberships__school=loan.school_id)


def heads_by_school() -> dict:
    """The heads of all schools at once, by the id of the school."""
    found = defaultdict(list)
    held = Membership.objects.filter(role=Role.HEAD, person__is_active=True)
    for one in held.select_related("person").order_by("person"):
        found[one.school_id].append(one.person)
    return found


def agreeing(loan, stage):
    """Who may agree on this stage."""
    return heads(loan) if stage.role == Role.HEAD else _holding(stage.role)


def link(loan) -> str:
    """The address of the loan's page."""
    return settings.PUBLIC_URL + reverse("loans:show", args=[loan.number])


def _holding(role, **where):
    people = User.objects.filter(is_active=True, memberships__role=role, **where)
    return list(people.distinct().order_by("pk"))


def _others(people, by):
    return [person for person in dict.fromkeys(people) if person != by]


def _to_school(loan, letter, by, *facts, said="", paper=None):
    """The head and the responsible person, each once."""
    for person in _others(heads(loan), by):
        _to_person(person, loan, letter, *facts, said=said, paper=paper)
    _to_responsible(loan, letter, by, *facts, said=said, paper=paper)


def _to_both(loan, paper, letter):
    """The paper goes to the school and to the loan managers."""
    for person in lenders():
        _to_person(person, loan, letter, paper=paper)
    _to_school(loan, letter, None, paper=paper)


def _to_person(person, loan, letter, *facts, said="", paper=None):
    with translation.override(person.language):
        _post(person.email, loan, letter(loan, *facts), said, paper, link(loan))


def _to_responsible(loan, letter, by, *facts, said="", paper=None):
    address = loan.responsible_email
    known = User.objects.filter(is_active=True, email__iexact=address).first() if address else None
    if known and known not in (*heads(loan), by):
        _to_person(known, loan, letter, *facts, said=said, paper=paper)
    elif address and known is None:
        with translation.override(LANGUAGE_OF_SCHOOLS):
            _post(address, loan, letter(loan, *facts), said, paper, messages.signature())


def _post(address, loan, letter, said, paper, end):
    subject, words = letter
    hash_line = paper and _("%(title)s, SHA-256: %(hash)s") % {
        "title": paper.title,
        "hash": paper.sha256,
    }
    parts = (messages.facts(loan), words, said, hash_line, end)
    files = [{"path": paper.file.name, "name": f"{paper.title}.pdf"}] if paper else []
    post_mail(address, subject, "\n\n".join(part for part in parts if part) + "\n", files)
