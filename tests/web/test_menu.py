"""The main menu: who sees which entry, and which one is lit where."""

import pytest

from itsm.people.roles import Role
from tests.conftest import give_role
from tickets import workflow

SCHOOL = ["/", "/tickets/", "/locations/", "/loans/"]
STAFF = [*SCHOOL, "/labels/"]
SEEN = {
    "anna": SCHOOL,
    "hanna": SCHOOL,
    "vera": STAFF,
    "tom": STAFF,
    "lena": STAFF,
    "adam": [*STAFF, "/settings/"],
    "ida": [],
}
LIT = {
    "/": "/",
    "/tickets/?state=all": "/tickets/",
    "/locations/": "/locations/",
    "/devices/": "/locations/",
    "/loans/": "/loans/",
    "/cases/": "/loans/",
    "/labels/": "/labels/",
    "/settings/statuses/": "/settings/",
    "/search/": None,
}


def menu(client, path="/"):
    return client.get(path).context["nav"]


def test_each_role_sees_its_entries(request, sign_in):
    seen = {n: [i.url for i in menu(sign_in(request.getfixturevalue(n)))] for n in SEEN}
    assert seen == SEEN


def test_the_phone_has_room_for_what_everybody_needs(sign_in, adam):
    assert [item.url for item in menu(sign_in(adam)) if item.bottom] == SCHOOL


@pytest.mark.parametrize(("path", "url"), LIT.items())
def test_the_entry_one_is_in_is_lit(path, url, sign_in, adam):
    lit = [item.url for item in menu(sign_in(adam), path) if item.active]
    assert lit == ([url] if url else [])


def test_beside_tickets_stands_how_many_are_in_ones_hands(sign_in, vera, tom, deich):
    ticket = workflow.report(by=vera, school=deich, title="kein Ton").ticket
    workflow.take_over(ticket, by=tom)

    def counts(person):
        return {item.url: item.count for item in menu(sign_in(person)) if item.count}

    assert (counts(tom), counts(vera)) == ({"/tickets/": 1}, {})


def test_the_line_under_the_name_is_the_role_one_works_most_in(sign_in, anna, ida, deich):
    def role(person):
        return sign_in(person).get("/").context.get("me_role")

    assert (role(anna), role(ida)) == (Role.TEACHER.label, None)
    give_role(anna, Role.SUPPORT, deich)
    assert role(anna) == Role.SUPPORT.label


def test_everybody_may_scan_and_who_has_a_role_reports(sign_in, anna, ida):
    shown = {p.username: sign_in(p).get("/").context["tools"] for p in (anna, ida)}
    assert {name: [t.url for t in tools] for name, tools in shown.items()} == {
        "anna": ["/scan/", "/tickets/new/"],
        "ida": ["/scan/"],
    }
