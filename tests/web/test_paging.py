"""A list says where it ends, goes on behind what was counted, and shows no row twice."""

import pytest
from django.db.models import F, Q

from assets.models import Manufacturer
from itsm.journal.models import Event
from itsm.people.models import User
from itsm.web import paging
from itsm.web.paging import Pages, in_total_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch):
    """Lists as if nobody counted further than 20 rows, or read on behind 50."""
    monkeypatch.setattr(paging, "MOST", 50)
    Manufacturer.objects.bulk_create(Manufacturer(name=f"Firma {n:03}") for n in range(63))
    return lambda **found: Pages(
        Manufacturer.objects.filter(**found).order_by("name"), per_page=10, cap=20
    )


def names(page):
    return [one.name for one in page]


def numbers(*range_):
    return [f"Firma {n:03}" for n in range(*range_)]


def test_a_list_goes_on_behind_what_was_counted(small):
    pages = small(pk__gt=0)
    shown = [pages.get_page(number) for number in range(1, 6)]
    assert [name for page in shown for name in names(page)] == numbers(0, 50)
    assert [page.has_next() for page in shown] == [True, True, True, True, False]
    assert [(page.start_index(), page.end_index()) for page in shown[2:]] == [
        (21, 30),
        (31, 40),
        (41, 50),
    ]
    assert pages.total == "20+"


def test_where_it_ends_though_there_is_more_it_says_so(small):
    pages = small(pk__gt=0)
    last, beyond = pages.get_page(5), pages.get_page(6)
    assert (last.ends_early, last.missed) == (True, None)
    assert (beyond.number, beyond.missed, beyond.ends_early) == (5, 6, True)


@pytest.mark.parametrize(("rows", "last"), [(45, 5), (40, 4), (41, 5), (21, 3), (20, 2), (7, 1)])
def test_a_page_that_is_not_there_is_the_last_one_and_says_so(small, rows, last):
    pages = small(name__lt=f"Firma {rows:03}")
    page = pages.get_page(99)
    assert (page.number, page.missed, page.ends_early) == (last, 99, False)
    assert names(page) == numbers((last - 1) * 10, rows)
    assert not page.has_next()
    exact = pages.get_page(last)
    assert (exact.missed, exact.has_next(), names(exact)) == (None, False, names(page))


def test_an_empty_list_has_one_empty_page(small):
    page = small(name="").get_page(3)
    assert (page.number, page.missed, names(page)) == (1, 3, [])
    assert (page.start_index(), page.end_index(), page.has_other_pages()) == (0, 0, False)


@pytest.mark.parametrize("asked", [None, "", "0", "-3", "x", "²", "1.5", "1e3", "9" * 30])
def test_what_is_no_number_of_a_page_is_the_first_page(small, asked):
    assert names(small(pk__gt=0).get_page(asked)) == numbers(0, 10)


def test_plain_rows_have_pages_too():
    pages = Pages(list(range(30)), per_page=25)
    page = pages.get_page(2)
    assert (list(page), page.has_next(), pages.total) == ([25, 26, 27, 28, 29], False, "30")


def test_a_short_list_is_counted_once_and_read_once(small, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = small(pk__gt=0).get_page(1)
        assert (len(names(page)), page.has_next()) == (10, True)


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (User.objects.order_by("last_name"), ("last_name", "pk")),
        (User.objects.order_by("-last_name"), ("-last_name", "-pk")),
        (User.objects.order_by(), ("pk",)),
        (User.objects.order_by("username"), ("username",)),
        (User.objects.order_by("last_name", "-pk"), ("last_name", "-pk")),
        (Event.objects.all(), ()),
        (Manufacturer.objects.filter(~Q(name="")), ()),
    ],
)
def test_ties_have_an_order_too(rows, order):
    assert in_total_order(rows).query.order_by == order


def test_ties_of_what_is_computed_have_one_too():
    rows = in_total_order(User.objects.order_by(F("last_name").desc(nulls_last=True)))
    assert rows.query.order_by[1:] == ("-pk",)
