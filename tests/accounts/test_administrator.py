"""`manage.py administrator`: the first one of an empty house."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from itsm.accounts.people.workflow import invitation_for
from itsm.journal.models import Subject
from itsm.people.models import User
from itsm.people.rules import can_manage_people
from tests.accounts.test_signing_in import code_of

pytestmark = pytest.mark.django_db


def appoint(*arguments):
    said = StringIO()
    call_command("administrator", *arguments, stdout=said)
    return said.getvalue()


def test_an_empty_house_gets_its_first_administrator(client):
    said = appoint("petra", "petra@landkreis.example")
    path = re.search(r"http://[^/]+(/\S+)", said).group(1)
    token = path.rstrip("/").rsplit("/", 1)[1]
    petra = User.objects.get(username="petra")
    assert (invitation_for(token).person, can_manage_people(petra)) == (petra, True)
    assert client.get(path).status_code == 200


def test_asked_twice_there_is_still_one_and_a_new_link():
    first, second = (appoint("petra", "petra@landkreis.example") for _ in range(2))
    assert first != second
    assert User.objects.get().memberships.count() == 1


def test_a_colleague_with_a_password_is_only_promoted(tom):
    assert appoint("TOM", "tom@example.org") == "tom is an administrator.\n"
    assert can_manage_people(User.objects.get(pk=tom.pk))
    assert [line.verb for line in Subject.objects.about(tom)] == ["user.roles_changed"]


def test_an_address_of_somebody_else_is_refused(anna):
    with pytest.raises(CommandError):
        appoint("petra", "ANNA@example.org")
    assert User.objects.filter(username="petra").count() == 0


def test_the_only_administrator_who_lost_phone_and_codes_is_helped_on_the_server(adam):
    code_of(adam)
    appoint("adam", "adam@example.org", "--without-factor")
    assert not adam.authenticator_set.exists()
    assert "user.factor_taken_off" in [line.verb for line in Subject.objects.about(adam)]
