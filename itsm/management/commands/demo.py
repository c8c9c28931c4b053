"""manage.py demo: load the demo story into an empty house."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from itsm import demo
from itsm.demo.names import PEOPLE
from itsm.demo.parts import amounts
from itsm.people.models import School, User

SCHOOLS = range(3, 201)


class Command(BaseCommand):
    help = "Fills an empty database with a fictional school authority, repeatable by seed."

    def add_arguments(self, parser):
        parser.add_argument("--schools", type=int, default=3, help="3 to 200")
        for amount in amounts():
            parser.add_argument(
                f"--{amount.name}", type=int, default=amount.usual, help=amount.help
            )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, schools, seed, verbosity, **options):
        """Load it where nothing is yet; say who can sign in and what to scan."""
        _must_be_allowed()
        if School.objects.exists():
            said = [_("There are schools here already: nothing was changed.")]
        else:
            wanted = {amount.name: options[amount.name] for amount in amounts()}
            _must_be_possible(schools, wanted)
            demo.load(schools=schools, seed=seed, **wanted)
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


def _must_be_possible(schools, wanted):
    if schools not in SCHOOLS:
        raise CommandError(_("The story has 3 to 200 schools."))
    for amount in amounts():
        if not 0 <= wanted[amount.name] <= amount.most:
            words = {"what": amount.name, "most": number_format(amount.most)}
            raise CommandError(_("--%(what)s goes from 0 to %(most)s.") % words)
    taken = User.objects.filter(username__in=[row[0] for row in PEOPLE]).exists()
    if taken or any(amount.of._default_manager.exists() for amount in amounts()):
        raise CommandError(
            _("The story needs an empty house: there are people or things here already.")
        )
