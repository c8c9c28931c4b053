"""One person with two roles, or at two schools: she may what each of them may where it is held,
and no more; a role at one school opens nothing at the other.

Whoever has one of the roles alone is in expectations.py, written by hand; who has both gets
through where either does.
"""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction

from itsm.people.roles import Role
from tests.conftest import give_role
from tests.house import addresses, leaks
from tests.house.story import person
from tests.house.test_routes import _as_written, _rolled_back

prove = pytest.mark.prove
# The person of this address is anna: who works somewhere is a colleague there, for herself, too.
HERSELF = "api-people-detail"
# Who, the role she gets besides, where (None: everywhere), and who has that one alone.
BESIDES = [
    ("anna", Role.SUPPORT, "moor", "olga"),
    ("hanna", Role.HEAD, "moor", "otto"),
    ("nora", Role.LENDER, None, "lena"),
    pytest.param("anna", Role.HEAD, "moor", "otto", marks=prove),
    pytest.param("anna", Role.TECHNICIAN, "moor", "nora", marks=prove),
    pytest.param("vera", Role.TECHNICIAN, "moor", "nora", marks=prove),
    pytest.param("olga", Role.LENDER, None, "lena", marks=prove),
]


@pytest.mark.parametrize(("name", "role", "where", "other"), BESIDES)
def test_two_roles_open_what_each_opens_and_no_more(
    name, role, where, other, deich_things, moor_things, people, request
):
    give_role(people[name], role, where and request.getfixturevalue(where))
    client, wrong = person(people[name]), []
    for address in addresses.of_things(deich_things):
        if address.name == HERSELF:
            continue
        may = other if other in address.may else name
        statuses = _rolled_back(client, address.url)
        if max(statuses) >= 500 or not _as_written(may, address, statuses):
            wrong.append(f"{address}: {statuses}")
    assert not wrong, "\n".join(wrong[:40])


@contextmanager
def with_role(someone, role, school):
    """The person's browser while she has this role besides."""
    with transaction.atomic():
        give_role(someone, role, school)
        yield person(type(someone).objects.get(pk=someone.pk))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("anna", Role.SUPPORT),
        pytest.param("anna", Role.TECHNICIAN, marks=prove),
        pytest.param("anna", Role.HEAD, marks=prove),
        pytest.param("vera", Role.TECHNICIAN, marks=prove),
    ],
)
def test_a_role_elsewhere_shows_no_more_of_this_school(
    name, role, deich_things, moor_things, moor, people
):
    """Letter by letter: which of the words planted at the Gymnasium she reads, page by page, and
    by which she finds something."""
    someone = people[name]
    before = _read_by(person(someone), deich_things)
    with with_role(someone, role, moor) as client:
        after = _read_by(client, deich_things)
    assert after - before == set()


# Said of the projector for staff only; and what others told of it.
KEPT_BACK = ["SERIEGAD", "Gerät GAD", "Notiz GAD", "Zweiter Ausfall GAD", "Frau GAD", "Zweck GAD"]


def _read_by(client, things) -> set:
    """(address, word) for each planted word on a page; (address, word) for what finds something."""
    own = leaks.ids(things)
    urls = [url.format(**own) for url in [*leaks.LISTS, *leaks.OWN_FORMS, *leaks.FILTERS]]
    urls.append(f"/devices/{own['device']}/life/")
    read = {(url, word) for url in urls for word in _words_on(client, url, KEPT_BACK)}
    for url in leaks.SEARCHES:
        words = KEPT_BACK[0], "Q" * len(KEPT_BACK[0])
        found, never = (_text(client, url.format(word=word)).replace(word, "") for word in words)
        if found != never:
            read.add((url, KEPT_BACK[0]))
    return read


def _words_on(client, url, words):
    shown = _text(client, url)
    return [word for word in words if word in shown]


def _text(client, url) -> str:
    cache.clear()
    answer = client.get(url)
    content = answer.getvalue().decode("utf-8", "replace")
    answer.close()
    return leaks.ALWAYS_NEW.sub(r"\1", content)
