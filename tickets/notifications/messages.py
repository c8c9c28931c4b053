"""What the mails about tickets say: a subject that is understood alone, the thing and its place,
what is asked, and one link.

Each letter takes the ticket, the link, and what somebody said; letters to reporters leave that
out, for anybody may have typed their address.
"""

from django.utils.translation import gettext as _

from itsm.fields.form_layout import FormLayout
from itsm.people.models import Authority
from tickets.models import TicketSettings


def new(ticket, link, said=""):
    """A new ticket, for everybody on its level; `said` is what one passing it on noted."""
    return _subject(ticket), _page(ticket, link, said, _told(ticket))


def assigned(ticket, link, said=""):
    """Somebody put it into this person's hands."""
    return _subject(ticket), _page(ticket, link, _("This ticket is in your hands now."), said)


def taken(ticket, link, said=""):
    """Who had it is told who has it now."""
    words = {"number": ticket.number, "person": ticket.assignee}
    subject = _("Ticket %(number)s is with %(person)s now") % words
    return subject, _page(ticket, link, said)


def reopened(ticket, link, said=""):
    """It isn't fixed after all."""
    subject = _("Ticket %(number)s is not fixed after all") % {"number": ticket.number}
    return subject, _page(ticket, link, said, _told(ticket))


def said_to_keeper(ticket, link, said=""):
    """Somebody said something to whoever has it."""
    subject = _("An answer to ticket %(number)s: %(title)s") % _named(ticket)
    return subject, _page(ticket, link, said)


def received(ticket, link, said=""):
    """The receipt for whoever left an address."""
    words = _("Thank you. See here how it goes on, add something, or take it back:")
    return _("Your report %(number)s has arrived") % _named(ticket), _letter(ticket, words, link)


def answer(ticket, link, said=""):
    """The reporter was answered."""
    words = _("Somebody answered you. Read it here, and answer:")
    return _("An answer to your report %(number)s") % _named(ticket), _letter(ticket, words, link)


def question(ticket, link, said=""):
    """The reporter is asked for something."""
    words = _("It can only go on when you have answered. Read here what we need to know:")
    subject = _("A question about your report %(number)s") % _named(ticket)
    return subject, _letter(ticket, words, link)


def reminder(ticket, link, said=""):
    """The reporter was asked and has not answered."""
    days = {"days": TicketSettings.get().close_days}
    words = _(
        "We still wait for your answer. If none comes within %(days)s days, the report is closed. "
        "Answer here:"
    )
    subject = _("Reminder: a question about your report %(number)s") % _named(ticket)
    return subject, _letter(ticket, words % days, link)


def solved(ticket, link, said=""):
    """Solved: the reporter may say it isn't."""
    words = _("Does it work? If not, say so here with one tap:")
    return _("Your report %(number)s is solved") % _named(ticket), _letter(ticket, words, link)


def closed(ticket, link, said=""):
    """Closed: there is nothing more to do."""
    words = _("It is done. What happened is written here:")
    return _("Your report %(number)s is closed") % _named(ticket), _letter(ticket, words, link)


def closed_unanswered(ticket, link, said=""):
    """Closed because the reporter did not answer; that can be put right."""
    words = _("No answer came, so it is closed. Do you still need help? Then say so here:")
    return _("Your report %(number)s is closed") % _named(ticket), _letter(ticket, words, link)


def held(school, link):
    """Reports wait for a look: some may be meant."""
    where = school.name if school else Authority.get().name
    text = _(
        "So many reports arrive at once that they wait for a look. Some may be meant, so please "
        "decide soon:"
    )
    return _("Reports wait for a look: %(school)s") % {"school": where}, f"{text}\n{link}\n"


def _subject(ticket):
    """ "Ticket 4711: kein Bild (Beamer, Raum 204, Gymnasium am Deich)"."""
    words = _("Ticket %(number)s: %(title)s") % _named(ticket)
    where = _what(ticket, ticket.location and ticket.location.name)
    return f"{words} ({where})" if where else words


def _named(ticket):
    return {"number": ticket.number, "title": ticket.title}


def _page(ticket, link, *said):
    """For people with a sign-in."""
    about = f"{ticket.title}\n{_what(ticket, ticket.location and ticket.location.path)}"
    return "\n\n".join(part for part in (about, *said, link) if part) + "\n"


def _letter(ticket, words, link):
    """For reporters: fixed words, facts of ours, and who writes."""
    about = _what(ticket, ticket.location and ticket.location.path)
    return f"{about}\n\n{words}\n{link}\n\n{_signature()}\n"


def _what(ticket, place):
    """ "Beamer, Raum 204, Gymnasium am Deich": facts of ours, no text of anybody's."""
    layout = FormLayout.of("ticket")
    kinds = [] if layout.hides("devices") else [d.category.label for d in ticket.about()[:3]]
    place = None if layout.hides("location") else place
    return ", ".join(str(part) for part in (*kinds, place, ticket.school) if part)


def _told(ticket):
    """What was told, unless the title says it all, or the house does without it."""
    if FormLayout.of("ticket").hides("description"):
        return ""
    return "" if ticket.description.strip() == ticket.title else ticket.description


def _signature():
    house = Authority.get()
    return "\n".join(part for part in (house.name, house.owner, house.phone) if part)
