"""manage.py token USERNAME: a new API token, printed as the last word."""

from django.core.management import BaseCommand, CommandError

from api.tokens import DAYS, make_token
from itsm.people.models import User
from itsm.workflow import NotAllowed, StepRefused


class Command(BaseCommand):
    help = "Makes an API token for a person and prints it as the last word."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="manage.py token")
        parser.add_argument("--days", type=int, default=DAYS)

    def handle(self, *, username, name, days, **options):
        person = User.objects.by_login(username)
        if person is None or not person.is_active:
            raise CommandError(f"There is nobody called {username}.")
        try:
            text = make_token(person, by=None, name=name, days=days)
        except NotAllowed as error:
            raise CommandError(f"{username} has no role yet.") from error
        except StepRefused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"Token for {person}: {text}")
