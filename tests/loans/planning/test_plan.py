"""The plan of a year: what is lent, what is free; moving; the change of the school year."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar

from assets.models import Category
from itsm.workflow import NotAllowed, StepRefused
from loans import workflow
from loans.models import Feed, Loan
from loans.planning.plan import lines_of, months_of, undecided_lines
from loans.years import name_of, school_year
from tests.loans.conftest import again, make_case, make_loan

YEAR = (date(2027, 8, 1), date(2028, 8, 1))


def spans(line):
    return [
        (str(s.start), str(s.last_day), s.loan and s.loan.school.short_name) for s in line.spans
    ]


def test_a_school_year_begins_on_the_first_of_august():
    assert school_year(date(2027, 7, 31)) == (date(2026, 8, 1), date(2027, 8, 1))
    assert school_year(date(2027, 8, 1)) == YEAR
    assert name_of(YEAR[0]) == "2027/28"
    assert [(m.start.month, m.days) for m in months_of(*YEAR)][:7] == [
        (8, 31),
        (9, 30),
        (10, 31),
        (11, 30),
        (12, 31),
        (1, 31),
        (2, 29),
    ]


def test_a_line_tells_who_has_the_case_and_when_it_is_free(lena, deich, moor, case):
    make_loan(lena, deich, case, to="approved", start=date(2027, 6, 1), end=date(2027, 9, 1))
    make_loan(lena, moor, case, to="approved", start=date(2027, 10, 1), end=date(2028, 2, 1))
    (line,) = lines_of([case], *YEAR)
    assert spans(line) == [
        ("2027-08-01", "2027-08-31", "GAD"),
        ("2027-09-01", "2027-09-30", None),
        ("2027-10-01", "2028-01-31", "BAM"),
        ("2028-02-01", "2028-07-31", None),
    ]
    assert line.lent == 31 + 123


def test_an_overdue_loan_takes_the_days_until_now(lena, deich, case):
    today = timezone.localdate()
    start = today - timedelta(days=20)
    make_loan(lena, deich, case, to="handed_over", start=start, end=today - timedelta(days=5))
    (line,) = lines_of([case], start, today + timedelta(days=10))
    told = [(span.days, span.loan.school.short_name, span.in_doubt) for span in line.spans]
    assert (told, line.lent) == ([(21, "GAD", False), (9, "GAD", True)], 21)


def test_what_is_overdue_is_free_nowhere_later_not_even_next_year(lena, deich, moor, case):
    today = timezone.localdate()
    make_loan(lena, deich, case, to="handed_over", start=today - timedelta(days=20), end=today)
    start, end = today + timedelta(days=100), today + timedelta(days=400)
    make_loan(
        lena,
        moor,
        case,
        to="approved",
        start=today + timedelta(days=200),
        end=today + timedelta(days=300),
    )
    (line,) = lines_of([case], start, end)
    told = [(span.days, span.loan.school.short_name, span.in_doubt) for span in line.spans]
    assert told == [(100, "GAD", True), (100, "BAM", False), (100, "GAD", True)]
    assert line.lent == 100


def test_what_is_not_decided_lies_in_as_few_lines_as_possible(lena, deich, moor, case, other_case):
    """Two that do not touch share a line; who applied first is on top; promised ones are not
    among them, neither is a draft or what another kind of case is wanted for."""
    august, march, may = date(2027, 8, 1), date(2028, 3, 1), date(2028, 5, 1)
    wish = {"category": case.category}
    first = make_loan(lena, deich, None, to="submitted", start=march, end=may, **wish)
    make_loan(lena, moor, None, to="submitted", start=august, end=may, **wish)
    third = make_loan(lena, moor, case, to="submitted", start=august, end=march)
    make_loan(lena, moor, None, to="draft", start=august, end=march, **wish)
    make_loan(lena, moor, other_case, to="approved", start=august, end=march)
    workflow.waitlist(third, by=lena)
    told = [
        [(str(s.start), str(s.end), s.loan and s.loan.school.short_name) for s in spans]
        for spans in undecided_lines(*YEAR)
    ]
    assert told == [
        [
            ("2027-08-01", "2028-03-01", "BAM"),
            ("2028-03-01", "2028-05-01", "GAD"),
            ("2028-05-01", "2028-08-01", None),
        ],
        [("2027-08-01", "2028-05-01", "BAM"), ("2028-05-01", "2028-08-01", None)],
    ]
    assert undecided_lines(date(2025, 8, 1), date(2026, 8, 1)) == []
    other = Category.objects.create(label_de="Laptop-Koffer", label_en="Laptops", is_case=True)
    assert undecided_lines(*YEAR, other) == []
    assert [span.loan for span in undecided_lines(*YEAR)[0][:2]] == [third, first]


def test_the_plan_shows_today_what_is_in_doubt_and_what_waits(sign_in, lena, deich, moor, case):
    today = timezone.localdate()
    make_loan(lena, deich, case, to="handed_over", start=today - timedelta(days=20), end=today)
    make_loan(
        lena,
        moor,
        None,
        to="submitted",
        category=case.category,
        start=today,
        end=today + timedelta(days=20),
    )
    client = sign_in(lena)
    this, following = school_year(today)
    html = client.get("/loans/plan/").content.decode()
    line = f'x1="{100 * (today - this).days / (following - this).days:.3f}%"'
    assert (line in html, "noch ohne Koffer" in html, 'class="wish submitted"' in html) == (
        True,
        True,
        True,
    )
    assert ('class="in-doubt"' in html, ">frei<" in html) == (True, False)
    later = client.get(f"/loans/plan/?year={following}").content.decode()
    assert ('class="in-doubt"' in later, ">frei<" in later) == (True, False)
    assert ("plan-today" in later, "noch ohne Koffer" in later) == (False, False)


def test_a_kind_is_chosen_beside_the_year_and_only_where_there_are_two(
    sign_in, lena, deich, case, kinds
):
    client = sign_in(lena)
    assert client.get("/loans/plan/").context["kinds"] == []
    other = Category.objects.create(label_de="Laptop-Koffer", label_en="Laptops", is_case=True)
    asked = client.get("/loans/plan/", {"category": other.pk})
    assert (set(asked.context["kinds"]), asked.context["lines"]) == ({other, kinds.case}, [])
    nonsense = client.get("/loans/plan/", {"category": "9" * 40})
    assert (nonsense.status_code, len(nonsense.context["lines"])) == (200, 1)


def test_an_application_dragged_onto_a_case_is_approved_with_it(
    sign_in, lena, moor, case, other_case
):
    loan = make_loan(lena, moor, None, to="submitted", category=case.category)
    url = f"/loans/{loan.number}/approve/"
    field = sign_in(lena).get(url, {"case": other_case.pk, "start": "x"}).context["form"]["case"]
    assert str(field.value()) == str(other_case.pk)


def test_the_wizard_says_until_when_a_school_wants_it(sign_in, lena, hanna, three):
    wanted = three[0].end + timedelta(days=30)
    workflow.extend(three[0], by=hanna, end=wanted)
    day = date_format(wanted - timedelta(days=1), "SHORT_DATE_FORMAT")
    html = sign_in(lena).get("/loans/year/").content.decode()
    assert html.count(f"möchte ihn bis {day}") == 1


def test_a_promised_loan_moves_to_another_case_but_never_onto_another_school(
    lena, deich, moor, case, other_case
):
    mine = make_loan(lena, deich, case, to="prepared", start=YEAR[0], end=YEAR[1])
    make_loan(lena, moor, other_case, to="approved", start=date(2028, 3, 1), end=date(2028, 5, 1))
    with pytest.raises(StepRefused, match="BBS am Moor"):
        workflow.replan(mine, by=lena, case=other_case, start=YEAR[0], end=YEAR[1])
    workflow.replan(again(mine), by=lena, case=other_case, start=YEAR[0], end=date(2028, 3, 1))
    moved = again(mine)
    assert (moved.case, moved.end, moved.state) == (other_case, date(2028, 3, 1), "approved")
    assert moved.items.count() == 0


def test_what_is_at_a_school_is_not_moved(lena, tom, running, other_case):
    days = {"start": running.start, "end": running.end}
    with pytest.raises(StepRefused):
        workflow.replan(running, by=lena, case=other_case, **days)
    with pytest.raises(NotAllowed):
        workflow.replan(running, by=tom, case=other_case, **days)


@pytest.fixture
def three(lena, deich, moor, kinds):
    """Three cases at schools until the end of the year, and a fourth that is free."""
    cases = [make_case(f"IT-J{n}", kinds, lena, tablets=1) for n in range(4)]
    schools = [deich, moor, deich]
    end = school_year(timezone.localdate())[1]
    return [
        make_loan(lena, school, case, to="handed_over", start=timezone.localdate(), end=end)
        for school, case in zip(schools, cases, strict=False)
    ]


def test_the_change_of_year_is_rehearsed_and_then_done(lena, three):
    before = three[0].end
    end = school_year(before)[1]
    choices = list(zip(three, ["extend", "swap", "return"], strict=True))
    facts = {"by": lena, "end": end}
    rehearsed = workflow.change_of_year(choices, rehearse=True, **facts)
    assert [(choice, said) for _loan, choice, said in rehearsed] == [
        ("extend", ""),
        ("swap", ""),
        ("return", ""),
    ]
    assert [again(loan).end for loan in three] == [before] * 3
    assert Loan.objects.count() == 3
    workflow.change_of_year([(again(loan), c) for loan, c in choices], rehearse=False, **facts)
    assert [again(loan).end for loan in three] == [end, before, before]
    new = Loan.objects.latest("pk")
    assert (new.state, new.school, new.start, new.end, new.case.inventory_number) == (
        "approved",
        three[1].school,
        three[1].end,
        end,
        "IT-J3",
    )


def test_one_refusal_stops_nobody_else(lena, three, moor):
    end = school_year(three[0].end)[1]
    make_loan(lena, moor, three[0].case, to="approved", start=three[0].end, end=end)
    results = workflow.change_of_year(
        [(three[0], "extend"), (three[2], "extend")], by=lena, end=end, rehearse=False
    )
    assert [bool(sentence) for _loan, _choice, sentence in results] == [True, False]
    assert [again(three[0]).end == end, again(three[2]).end == end] == [False, True]


PAGES = ["/loans/plan/", "/loans/year/", "/loans/figures/", "/loans/figures/export.csv"]


@pytest.mark.parametrize("url", PAGES)
def test_only_those_who_lend_plan(request, sign_in, three, url):
    answers = {}
    for name in ("anna", "vera", "hanna", "tom", "lena", "adam"):
        answers[name] = sign_in(request.getfixturevalue(name)).get(url).status_code
    assert answers == {"anna": 403, "vera": 403, "hanna": 403, "tom": 403, "lena": 200, "adam": 200}


def test_the_wizards_page_rehearses_first(sign_in, lena, three):
    last = school_year(three[0].end)[1] - timedelta(days=1)
    words = {"last_day": str(last), f"loan_{three[0].pk}": "extend"}
    client = sign_in(lena)
    html = client.post("/loans/year/", {**words, "rehearse": "1"}).content.decode()
    assert ('name="go"' in html, again(three[0]).end == last) == (True, False)
    assert client.post("/loans/year/", {**words, "go": "1"}).status_code == 302
    assert again(three[0]).last_day == last


def test_dragging_fills_in_the_form_and_a_refusal_keeps_it(
    sign_in, lena, deich, moor, case, other_case
):
    mine = make_loan(lena, deich, case, to="approved", start=YEAR[0], end=YEAR[1])
    make_loan(lena, moor, other_case, to="approved", start=YEAR[0], end=YEAR[1])
    asked = {"case": other_case.pk, "start": "2027-08-02", "last_day": "2028-07-30"}
    client, url = sign_in(lena), f"/loans/{mine.pk}/replan/"
    assert 'value="2027-08-02"' in client.get(url, asked).content.decode()
    refused = client.post(url, asked)
    assert (refused.status_code, 'value="2027-08-02"' in refused.content.decode()) == (409, True)
    assert "BBS am Moor" in refused.content.decode()


@pytest.mark.parametrize("url", PAGES)
def test_pages_ask_as_much_for_thirty_cases_as_for_one(
    sign_in, lena, deich, kinds, url, django_assert_max_num_queries
):
    client = sign_in(lena)
    counts = []
    for number in (1, 30):
        for n in range(number - 1 and 1, number):
            loan = make_loan(
                lena, deich, make_case(f"IT-Q{n:02d}", kinds, lena, tablets=0), to="approved"
            )
            Loan.objects.filter(pk=loan.pk).update(
                state="handed_over", handed_over_at=timezone.now()
            )
        with django_assert_max_num_queries(12) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_calendar_has_every_promised_loan_as_whole_days_and_no_names(
    sign_in, hanna, lena, deich, moor, case, other_case, client
):
    make_loan(lena, deich, case, to="approved", start=YEAR[0], end=YEAR[1])
    make_loan(lena, moor, other_case, to="approved", start=YEAR[0], end=YEAR[1])
    page = sign_in(hanna).post("/loans/feeds/", {"school": deich.pk})
    address = page.context["address"]
    client.logout()
    path = address[address.index("/loans/") :]
    answer = client.get(path)
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(str(e["summary"]), e["dtstart"].dt, e["dtend"].dt) for e in events] == [
        ("IT-K1: Gymnasium am Deich", *YEAR)
    ]
    assert b"Petersen" not in answer.content
    assert client.get(path.replace(".ics", "x.ics")).status_code == 404
    assert Feed.objects.filter(digest__in=[path, address]).count() == 0


@pytest.mark.parametrize(
    ("begins", "back", "ends", "shown"),
    [
        (-30, -10, 50, (-30, -10)),
        (-30, 0, 50, (-30, 0)),
        (0, 0, 50, (0, 1)),
        (-30, None, -3, (-30, 1)),
    ],
    ids=["early", "today", "on the first day", "overdue"],
)
def test_a_calendar_ends_a_loan_when_the_case_was_back(
    begins, back, ends, shown, lena, deich, running, client
):
    today = timezone.localdate()
    days = {"start": today + timedelta(days=begins), "end": today + timedelta(days=ends)}
    returned = {}
    if back is not None:
        at = timezone.now() + timedelta(days=back)
        returned = {"state": "returned", "returned_at": at}
    Loan.objects.filter(pk=running.pk).update(**days, **returned)
    secret = workflow.new_feed(by=lena)
    [event] = Calendar.from_ical(client.get(f"/loans/feeds/{secret}.ics").content).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == tuple(
        today + timedelta(days=n) for n in shown
    )


@pytest.mark.parametrize("page", ["/loans/plan/", "/loans/figures/"])
def test_figures_lead_to_the_very_loans_they_count(page, sign_in, lena, deich, moor, case):
    """Three wishes of this year, two of them not granted; and one of last year."""
    start, _end = school_year(timezone.localdate())
    for school, years, state in (
        (deich, 0, "refused"),
        (moor, 0, "waitlisted"),
        (moor, 0, "submitted"),
        (moor, -1, "refused"),
    ):
        begins = start.replace(year=start.year + years)
        days = {"start": begins, "end": begins + timedelta(days=500)}
        wish = make_loan(lena, school, case, to="submitted", **days)
        Loan.objects.filter(pk=wish.pk).update(state=state)
    client = sign_in(lena)
    html = client.get(page).content.decode()
    links = re.findall(r'href="(/loans/\?state=[^"]+)">\s*(?:<strong>)?(\d+)\s*<', html)
    lists = {
        unescape(url).partition("?")[2]: (
            int(number),
            len(client.get(unescape(url)).context["page"]),
        )
        for url, number in links
    }
    year = f"begins={start.year}"
    if page == "/loans/plan/":
        assert lists == {
            f"state=submitted&{year}": (1, 1),
            f"state=not_granted&{year}": (2, 2),
        }
    else:
        assert lists == {
            f"state=not_granted&{year}": (2, 2),
            f"state=not_granted&{year}&school={deich.pk}": (1, 1),
            f"state=not_granted&{year}&school={moor.pk}": (1, 1),
        }


def test_who_leaves_the_school_takes_no_calendar_along(sign_in, hanna, deich, client):
    address = sign_in(hanna).post("/loans/feeds/", {"school": deich.pk}).context["address"]
    hanna.memberships.all().delete()
    client.logout()
    assert client.get(address[address.index("/loans/") :]).status_code == 404


def test_nobody_gets_a_foreign_schools_calendar(sign_in, hanna, anna, moor):
    assert sign_in(hanna).post("/loans/feeds/", {"school": moor.pk}).status_code == 404
    assert sign_in(hanna).post("/loans/feeds/", {"school": ""}).status_code == 403
    assert sign_in(anna).get("/loans/feeds/").status_code == 403
