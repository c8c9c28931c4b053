"""Two administrators at the same moment, on two connections: one of them stays."""

import threading

import pytest
from django.db import connections

from itsm.accounts.people import workflow
from itsm.people.models import Membership, User
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("leaving", [False, True])
def test_two_administrators_never_remove_each_other(leaving, monkeypatch):
    """Both have been asked whether they may when the first one goes on: the second one waits for
    the lock, looks again, and is refused."""
    pair = [make_person(name, Role.ADMINISTRATOR) for name in ("adam", "bea")]
    both_may, ended = threading.Barrier(2), []
    real = workflow._must_not_be_last

    def after_both_were_asked(person, by):
        both_may.wait(timeout=20)
        real(person, by)

    monkeypatch.setattr(workflow, "_must_not_be_last", after_both_were_asked)

    def take(by, other):
        try:
            if leaving:
                workflow.leave(User.objects.get(pk=other.pk), by=User.objects.get(pk=by.pk))
            else:
                workflow.remove_role(other.memberships.get(), by=User.objects.get(pk=by.pk))
            ended.append("done")
        except (NotAllowed, StepRefused) as refused:
            ended.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=two) for two in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ended) == ["NotAllowed", "done"]
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1
