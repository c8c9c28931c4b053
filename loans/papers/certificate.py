"""The certificate of a training: who was there, when, and what it was about."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.platypus import Spacer

from assets.labels import fonts
from itsm.people.models import Authority
from loans.papers.layout import build, paragraphs


def certificate(seat) -> bytes:
    """One page as PDF, in German: schools file it."""
    fonts.register()
    with translation.override("de"):
        house, training = Authority.get(), seat.training
        begins = timezone.localtime(training.starts_at)
        words = {
            "name": seat.name,
            "school": seat.school.name,
            "title": training.title,
            "day": date_format(begins),
            "from": begins.strftime("%H:%M"),
            "until": timezone.localtime(training.ends_at).strftime("%H:%M"),
        }
        body = _(
            "%(name)s (%(school)s) attended the training “%(title)s” on %(day)s "
            "from %(from)s to %(until)s."
        )
        parts = [Spacer(1, 12), *paragraphs(body % words), *paragraphs(training.about)]
        return build(_("Certificate of attendance"), parts, house.owner or house.name)
