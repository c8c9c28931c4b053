"""The first administrator: nobody is there yet who could invite one."""

from django.core.management import BaseCommand, CommandError

from itsm.accounts.people.workflow import appoint_administrator
from itsm.accounts.workflow import take_off_factor
from itsm.people.program import PROGRAM
from itsm.workflow import StepRefused


class Command(BaseCommand):
    help = "Makes a person administrator and prints the link to choose a password."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument(
            "--without-factor",
            action="store_true",
            help="takes the second factor off, for who has lost phone and emergency codes",
        )

    def handle(self, *, username, email, without_factor, **options):
        try:
            person, link = appoint_administrator(username, email)
            if without_factor:
                take_off_factor(person, by=PROGRAM)
        except StepRefused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{person.username} is an administrator.")
        if link:
            self.stdout.write(f"Choose a password here, once and within three days:\n{link}")
