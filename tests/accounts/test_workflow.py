"""A colleague comes in by one link, and leaves with everything ended and handed over."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone
from knox.models import get_token_model

from itsm.accounts.people import workflow
from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Invitation, Membership, User
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_person
from tickets import workflow as tickets

pytestmark = pytest.mark.django_db
NEW = {
    "first_name": "Paula",
    "last_name": "Peters",
    "email": "paula@example.org",
    "role": Role.TEACHER,
}


def token_mailed(number=0):
    """The token in a mail of the outbox, oldest first."""
    text = OutboxMessage.objects.order_by("pk")[number].payload["text"]
    return re.search(r"/invitation/([^/]+)/", text).group(1)


@pytest.fixture
def paula(adam, deich):
    return workflow.invite(by=adam, schools=[deich], **NEW)


def test_who_is_invited_has_a_role_and_no_password_yet(paula, deich):
    roles = list(paula.memberships.values_list("role", "scope", "school"))
    assert (str(paula), paula.username, roles) == (
        "Paula Peters",
        "paula",
        [("teacher", "school", deich.pk)],
    )
    assert not paula.has_usable_password()


def test_the_link_lets_one_in_once(paula):
    link = workflow.invitation_for(token_mailed())
    workflow.accept_invitation(link, password="three calm words")
    assert User.objects.get(pk=paula.pk).check_password("three calm words")
    assert workflow.invitation_for(token_mailed()) is None
    with pytest.raises(StepRefused):
        workflow.accept_invitation(link, password="somebody else")
    assert User.objects.get(pk=paula.pk).check_password("three calm words")


def test_the_link_lives_for_72_hours(paula):
    token = token_mailed()
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert workflow.invitation_for(token).person == paula
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert workflow.invitation_for(token) is None


def test_the_token_is_kept_hashed_and_long(paula):
    token = token_mailed()
    digest = Invitation.objects.get().digest
    assert (len(token) >= 43, len(digest), token in digest) == (True, 64, False)


def test_a_new_link_ends_the_old_one(paula, adam):
    workflow.send_invitation(paula, by=adam)
    old, new = token_mailed(0), token_mailed(1)
    assert workflow.invitation_for(old) is None
    assert workflow.invitation_for(new).person == paula


def test_who_is_in_gets_no_further_link(anna, adam):
    with pytest.raises(StepRefused):
        workflow.send_invitation(anna, by=adam)


def test_an_address_is_invited_once_in_any_case(paula, adam, deich):
    with pytest.raises(StepRefused):
        workflow.invite(by=adam, schools=[deich], **{**NEW, "email": "PAULA@example.org"})


def test_a_school_role_needs_a_school(adam):
    with pytest.raises(StepRefused):
        workflow.invite(by=adam, schools=[], **NEW)
    assert (User.objects.filter(first_name="Paula").count(), OutboxMessage.objects.count()) == (
        0,
        0,
    )


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "tom", "nora", "lena", "ida"])
def test_only_administrators_manage_people(request, name, deich, otto):
    person = request.getfixturevalue(name)
    held = otto.memberships.get()
    for step in (
        lambda: workflow.invite(by=person, schools=[deich], **NEW),
        lambda: workflow.send_invitation(otto, by=person),
        lambda: workflow.edit_person(otto, by=person, last_name="X"),
        lambda: workflow.add_role(person, by=person, role=Role.ADMINISTRATOR),
        lambda: workflow.remove_role(held, by=person),
        lambda: workflow.post_to(person, by=person, schools=[deich]),
        lambda: workflow.leave(otto, by=person),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert User.objects.get(pk=otto.pk).is_active


def test_two_people_of_one_name_get_two_sign_in_names(paula):
    assert workflow.free_username("paula@elsewhere.example") == "paula2"
    assert workflow.free_username("Änne.O'Hara+x@example.org") == "änne.oharax"


def test_leaving_ends_sessions_tokens_and_links_at_once(client, adam, tom):
    client.force_login(tom)
    get_token_model().objects.create(user=tom)
    assert client.get("/accounts/me/").status_code == 200
    workflow.leave(tom, by=adam)
    gone = User.objects.get(pk=tom.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.left_on) == (
        False,
        False,
        timezone.localdate(),
    )
    assert (gone.memberships.count(), gone.postings.count()) == (0, 0)
    assert get_token_model().objects.filter(user=tom).count() == 0
    answer = client.get("/accounts/me/")
    assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")


def test_open_work_goes_to_the_heir_who_may_have_it(adam, tom, nora, anna, beamer, deich):
    ticket = tickets.report(by=anna, school=deich, devices=[beamer], title="kein Bild").ticket
    tickets.take_over(ticket, by=tom)
    heir = make_person("nele", Role.TECHNICIAN)
    workflow.leave(tom, by=adam, heir=heir)
    ticket.refresh_from_db()
    assert ticket.assignee == heir
    # nora works at the other school only: the ticket goes back to all technicians.
    workflow.leave(heir, by=adam, heir=nora)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (None, "new")


def test_nobody_takes_leave_of_oneself_or_of_the_last_administrator(adam, tom):
    with pytest.raises(StepRefused):
        workflow.leave(adam, by=adam)
    with pytest.raises(StepRefused):
        workflow.remove_role(adam.memberships.get(), by=adam)
    second = make_person("ada", Role.ADMINISTRATOR)
    workflow.remove_role(adam.memberships.get(), by=second)
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).get().person == second


def test_nobody_leaves_twice(adam, tom):
    workflow.leave(tom, by=adam)
    with pytest.raises(StepRefused):
        workflow.leave(User.objects.get(pk=tom.pk), by=adam)


def test_what_happened_is_in_the_journal_without_names(paula, adam, tom, deich):
    workflow.edit_person(paula, by=adam, last_name="Petersen")
    workflow.add_role(paula, by=adam, role=Role.SUPPORT, schools=[deich])
    workflow.leave(paula, by=adam, heir=tom)
    lines = Subject.objects.about(paula).visible_to(adam)
    assert [line.verb for line in lines] == [
        "user.left",
        "user.roles_changed",
        "user.edited",
        "user.invited",
    ]
    kept = str([line.event.details for line in lines])
    assert [word for word in ("Paula", "Peters", "example.org") if word in kept] == []


def test_changing_nothing_writes_nothing(anna):
    workflow.edit_person(anna, by=anna, first_name="Anna")
    assert Subject.objects.about(anna).count() == 0


@pytest.fixture
def fault(anna, vera, beamer, deich):
    """A fault at the Gymnasium that its support has taken over."""
    ticket = tickets.report(by=anna, school=deich, devices=[beamer], title="kein Bild").ticket
    tickets.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    return ticket


def life(ticket):
    """Its verbs, newest first."""
    return [line.verb for line in Subject.objects.about(ticket)]


def stands(ticket):
    ticket.refresh_from_db()
    return (ticket.state, ticket.level, ticket.assignee)


def test_with_the_role_goes_the_work_that_was_only_hers_by_it(adam, vera, deich, moor, fault):
    make_person("viola", Role.SUPPORT, deich)
    workflow.add_role(vera, by=adam, role=Role.SUPPORT, schools=[moor])
    workflow.remove_role(vera.memberships.get(school=moor), by=adam)
    assert stands(fault) == ("assigned", 1, vera)
    workflow.remove_role(vera.memberships.get(), by=adam)
    assert (stands(fault), life(fault)[0]) == (("new", 1, None), "ticket.released")


def test_who_may_work_on_it_by_another_role_keeps_it(adam, vera, deich, fault):
    workflow.add_role(vera, by=adam, role=Role.TECHNICIAN, schools=[deich])
    workflow.remove_role(vera.memberships.get(role=Role.SUPPORT), by=adam)
    assert stands(fault) == ("assigned", 1, vera)


@pytest.mark.parametrize("goes", ["role", "leave"])
def test_after_the_last_support_the_technicians_hear_of_what_waits(
    adam, vera, tom, anna, deich, fault, goes
):
    unread = tickets.report(by=anna, school=deich, title="kein Ton").ticket
    OutboxMessage.objects.all().delete()
    if goes == "role":
        workflow.remove_role(vera.memberships.get(), by=adam)
    else:
        workflow.leave(vera, by=adam)
    assert [stands(one) for one in (fault, unread)] == [("new", 2, None)] * 2
    assert [life(one)[0] for one in (fault, unread)] == ["ticket.escalated"] * 2
    told = [m.payload["to"] for m in OutboxMessage.objects.all()]
    assert told == ["tom@example.org"] * 2


def test_what_was_solved_comes_back_to_the_others(adam, vera, anna, deich, fault):
    make_person("viola", Role.SUPPORT, deich)
    tickets.solve(fault, by=vera, solution="Kabel")
    workflow.remove_role(vera.memberships.get(), by=adam)
    OutboxMessage.objects.all().delete()
    fault.refresh_from_db()
    tickets.reopen(fault, by=anna)
    assert stands(fault) == ("new", 1, None)
    assert [m.payload["to"] for m in OutboxMessage.objects.all()] == ["viola@example.org"]


def test_an_administrator_gives_up_the_own_role_on_the_page(adam, fault, sign_in):
    ada = make_person("ada", Role.ADMINISTRATOR)
    tickets.take_over(fault, by=ada)
    held = ada.memberships.get()
    answer = sign_in(ada).post(f"/settings/people/{ada.pk}/roles/{held.pk}/remove/")
    assert (answer.status_code, stands(fault)) == (302, ("new", 1, None))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [
        "Weggenommen: Verwaltung · ganzer Schulträger.",
        "1 offenes Ticket ist wieder bei den anderen.",
    ]
