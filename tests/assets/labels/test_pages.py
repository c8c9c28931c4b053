"""The pages about labels: who gets in, what they show, and that a refusal changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from assets.labels.workflow import make_blank
from assets.models import Label, LabelAdjustment
from itsm.guards.once import new_key
from itsm.journal.models import Event
from tests.conftest import make_device, make_label

EVERYBODY = ["anna", "vera", "hanna", "otto", "olga", "tom", "nora", "lena", "adam", "ida"]


@pytest.fixture
def people(anna, vera, hanna, otto, olga, tom, nora, lena, adam, ida):
    persons = (anna, vera, hanna, otto, olga, tom, nora, lena, adam, ida)
    return dict(zip(EVERYBODY, persons, strict=True))


@pytest.fixture
def blank(tom):
    return make_blank(1, by=tom)[0]


@pytest.fixture
def room_label(room204):
    return make_label(room204)


# Page: who opens it (200); all others in the second column are not allowed (403), the rest
# don't find it (404). BBS people stand before a device of the Gymnasium.
LABELLERS = {"vera", "olga", "tom", "nora", "lena", "adam"}
NONE_OF_THEIRS = {"otto", "olga", "nora", "ida"}
TABLE = {
    "/labels/": (LABELLERS, {"anna", "hanna", "otto", "ida"}),
    "/labels/blank/": ({"tom", "adam"}, set(EVERYBODY)),
    "/labels/adjust/": (LABELLERS, set(EVERYBODY)),
    "/labels/test/az-3475/": (LABELLERS, set(EVERYBODY)),
    "/labels/test/az-3475/pdf/": (LABELLERS, set(EVERYBODY)),
    "/labels/print/?items={device}": (
        {"vera", "tom", "adam"},
        {"lena", "anna", "hanna", "otto", "ida"},
    ),
    "/labels/print/?what=rooms&items={room}": (
        {"vera", "tom", "adam"},
        {"lena", "anna", "hanna", "otto", "ida"},
    ),
    "/labels/print/?labels={label}": ({"vera", "tom", "adam"}, {"anna", "hanna", "otto", "ida"}),
    "/labels/device/{device}/replace/": ({"vera", "tom", "adam"}, {"lena", "anna", "hanna"}),
    "/labels/location/{room}/replace/": ({"vera", "tom", "adam"}, {"lena", "anna", "hanna"}),
    "/labels/{code}/revoke/": ({"vera", "tom", "adam"}, {"anna", "hanna", "otto", "ida"}),
    "/labels/{blank}/revoke/": ({"tom", "adam"}, {"anna", "hanna", "otto", "ida"}),
    "/labels/{blank}/bind/": (LABELLERS, {"anna", "hanna", "otto", "ida"}),
    "/scan/": (set(EVERYBODY), set()),
}


@pytest.mark.parametrize("page", TABLE)
def test_who_opens_which_page(client, people, page, beamer, room204, label, blank):
    address = page.format(
        device=beamer.pk, room=room204.pk, label=label.pk, code=label.code, blank=blank.code
    )
    welcome, turned_away = TABLE[page]
    expected = {
        name: 200 if name in welcome else 403 if name in turned_away else 404 for name in people
    }

    found = {}
    for name, person in people.items():
        client.force_login(person)
        found[name] = client.get(address).status_code

    assert found == expected
    client.logout()
    assert client.get(address).status_code == 302


POSTS = {
    "/labels/device/{device}/replace/": {},
    "/labels/location/{room}/replace/": {},
    "/labels/{code}/revoke/": {},
    "/labels/{blank}/revoke/": {},
    "/labels/{blank}/bind/": {"thing": "device-{device}"},
    "/labels/blank/": {"count": "3"},
    "/labels/test/az-3475/": {"dx": "1", "dy": "1", "favourite": "on"},
    "/labels/print/?items={device}": {"format": "az-3475", "start": "1", "copies": "1"},
    "/labels/print/?what=rooms&items={room}": {"format": "az-3475", "start": "1", "copies": "1"},
}


@pytest.mark.parametrize("page", POSTS)
def test_who_may_not_changes_nothing(client, people, page, beamer, room204, label, blank):
    """Teachers, heads, people without a role, and all of the other school."""
    ids = {"device": beamer.pk, "room": room204.pk, "code": label.code, "blank": blank.code}
    data = {name: value.format(**ids) for name, value in POSTS[page].items()}
    before = sorted(Label.objects.values_list())
    outsiders = ["anna", "hanna", "otto", "olga", "nora", "ida"]

    answers = {}
    for name in outsiders:
        client.force_login(people[name])
        answers[name] = client.post(page.format(**ids), data).status_code

    assert set(answers.values()) <= {403, 404}
    assert sorted(Label.objects.values_list()) == before
    assert (Event.objects.count(), LabelAdjustment.objects.count()) == (0, 0)


def rows(answer):
    return [str(label.owner.pk) if label.owner else "blank" for label in answer.context["page"]]


def test_the_list_shows_what_my_roles_reach(
    client, people, label, blank, beamer, foreign_beamer, room_label
):
    make_label(foreign_beamer)
    seen = {}
    for name in sorted(LABELLERS):
        client.force_login(people[name])
        seen[name] = len(rows(client.get("/labels/")))

    assert seen == {"adam": 4, "lena": 0, "nora": 1, "olga": 1, "tom": 4, "vera": 2}


def test_the_list_finds_and_filters(sign_in, tom, beamer, label, blank, room_label, moor):
    Label.objects.filter(pk=blank.pk).update(printed_at="2026-01-01T00:00Z")
    gone = Label.objects.create(code="0" * 16, device=beamer, revoked_at="2026-01-01T00:00Z")
    browser = sign_in(tom)
    found = {
        query: {one.pk for one in browser.get(f"/labels/?{query}").context["page"]}
        for query in (
            "",
            "q=gad-00417",
            "q=raum+204",
            f"q={blank.code.lower()}",
            "q=nirgends",
            "owner=room",
            "owner=blank",
            "owner=device",
            "printed=yes",
            "printed=no",
            "state=revoked",
            "state=all",
            f"school={moor.pk}",
            "owner=cat",
            "page=99",
            "q=%00",
        )
    }
    all_valid = {label.pk, blank.pk, room_label.pk}

    assert found == {
        "": all_valid,
        "q=gad-00417": {label.pk},
        "q=raum+204": {room_label.pk},
        f"q={blank.code.lower()}": {blank.pk},
        "q=nirgends": set(),
        "owner=room": {room_label.pk},
        "owner=blank": {blank.pk},
        "owner=device": {label.pk},
        "printed=yes": {blank.pk},
        "printed=no": {label.pk, room_label.pk},
        "state=revoked": {gone.pk},
        "state=all": all_valid | {gone.pk},
        f"school={moor.pk}": set(),
        "owner=cat": all_valid,
        "page=99": all_valid,
        "q=%00": all_valid,
    }
    left_out = _("Part of this filter is not known and was left out.")
    assert left_out in browser.get("/labels/?owner=cat").content.decode()


def queries(browser, address):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_pages_ask_the_database_little_and_no_more_for_many(
    sign_in, tom, beamer, label, blank, room204, deich
):
    pages = ["/labels/", "/labels/print/", f"/labels/{blank.code}/bind/?q=gad", "/labels/adjust/"]
    browser = sign_in(tom)
    few = [queries(browser, page) for page in pages]
    for number in range(30):
        make_label(make_device(f"GAD-1{number}", beamer.category, deich, room204))

    many = [queries(browser, page) for page in pages]

    assert many == few
    assert max(many) <= 12


def test_blank_labels_are_made_once_and_printed(sign_in, tom, vera):
    browser, sent = sign_in(tom), {"count": "3", "key": new_key()}

    first = browser.post("/labels/blank/", sent)
    again = browser.post("/labels/blank/", sent)

    assert (first.status_code, first.url) == (303, again.url)
    assert Label.objects.blank().count() == 3
    chosen = {"format": "az-l4731", "start": "1", "copies": "1"}
    assert browser.post(first.url, chosen)["Content-Type"] == "application/pdf"
    assert not Label.objects.filter(printed_at=None).exists()
    assert sign_in(vera).get(first.url).status_code == 404


@pytest.mark.parametrize("count", ["0", "2001", "", "viele", "-1"])
def test_a_senseless_number_of_blank_labels_is_said(sign_in, tom, count):
    answer = sign_in(tom).post("/labels/blank/", {"count": count})

    assert list(answer.context["form"].errors) == ["count"]
    assert Label.objects.count() == 0


def test_the_test_page_and_the_offset(sign_in, tom):
    browser, page = sign_in(tom), "/labels/test/az-l6009/"
    assert browser.get("/labels/test/az-l6009/pdf/").content.startswith(b"%PDF")
    assert browser.get("/labels/test/papyrus/").status_code == 404

    wrong = browser.post(page, {"dx": "11", "dy": "x"})
    right = browser.post(page, {"dx": "1.5", "dy": "-2", "favourite": "on"})

    assert sorted(wrong.context["form"].errors) == ["dx", "dy"]
    assert right.status_code == 303
    row = LabelAdjustment.objects.values_list("format", "dx", "dy", "favourite").get()
    assert row == ("az-l6009", 1.5, -2, True)
    assert browser.get("/labels/test/az-l6009/pdf/").content.startswith(b"%PDF")


def test_support_reads_the_offset_and_leaves_it(sign_in, vera):
    shown = sign_in(vera).get("/labels/test/az-l6009/")

    assert '<form class="form"' not in shown.content.decode()
    assert sign_in(vera).post("/labels/test/az-l6009/", {"dx": 1, "dy": 1}).status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        "{lower}",
        " {code}\n",
        "HTTPS://ALT.EXAMPLE/Q/{code}",
        "HTTPSÖ--ALT.EXAMPLE-Q-{swapped}",
    ],
)
def test_what_is_scanned_or_typed_opens_the_door(sign_in, anna, label, typed):
    code = label.code
    swapped = code.translate(str.maketrans("YZ", "ZY"))
    words = typed.format(code=code, lower=code.lower(), swapped=swapped)

    answer = sign_in(anna).get("/scan/", {"code": words})

    assert (answer.status_code, answer.url) == (302, f"/q/{code}")


def test_what_is_no_code_stays_in_the_field(sign_in, anna):
    answer = sign_in(anna).get("/scan/", {"code": "GAD-<b>417"})

    assert 'value="GAD-&lt;b&gt;417"' in answer.content.decode()
