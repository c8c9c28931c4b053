"""manage.py demo: load the demo story into an empty house."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assets.models import Device
from itsm import demo
from itsm.demo.names import PEOPLE
from itsm.people.models import School, User
from tickets.models import Ticket


class Command(BaseCommand):
    help = "Fills an empty database with a fictional school authority, repeatable by seed."

    def add_arguments(self, parser):
        parser.add_argument("--schools", type=int, default=3, help="3 to 200")
        parser.add_argument("--devices", type=int, default=60)
        parser.add_argument("--tickets", type=int, default=60)
        parser.add_argument("--loans", type=int, default=0, help="besides those of the story")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, schools, devices, tickets, loans, seed, verbosity, **options):
        """Load it where nothing is yet; say who can sign in and what to scan."""
        _must_be_allowed()
        if School.objects.exists():
            said = [_("There are schools here already: nothing was changed.")]
        else:
            _must_be_possible(schools, devices, tickets, loans)
            demo.load(schools=schools, devices=devices, tickets=tickets, loans=loans, seed=seed)
            said = []
        if verbosity:
            self.stdout.write("\n".join([*said, *demo.hello()]))


def _must_be_allowed():
    if not (settings.DEBUG or settings.DEMO):
        raise CommandError(
            _(
                "The demo's people have the password “demo”. "
                "Set ITSM_DEMO=1 (or DEBUG=1) if this is not a real house."
            )
        )


def _must_be_possible(schools, devices, tickets, loans):
    if not 3 <= schools <= 200 or not 0 <= devices <= 200_000 or not 0 <= tickets <= 1_000_000:
        raise CommandError(
            _("The story has 3 to 200 schools, up to 200,000 devices and 1,000,000 tickets.")
        )
    if not 0 <= loans <= 20_000:
        raise CommandError(_("The story has up to 20,000 loans."))
    names = [row[0] for row in PEOPLE]
    taken = User.objects.filter(username__in=names).exists()
    if taken or Device.objects.exists() or Ticket.objects.exists():
        raise CommandError(
            _("There are people, devices or tickets here already: the story needs an empty house.")
        )
