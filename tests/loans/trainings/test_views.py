"""Pages of lessons, evaluation, trainings, experiences and reminders: who, what, how light."""

from datetime import timedelta

import pytest
from django.utils import timezone

from loans import workflow
from loans.models import Booking, Evaluation, Experience, ReminderRule, Seat, Training
from loans.planning.figures import Figures
from loans.years import school_year
from tests.loans.conftest import make_loan
from tests.loans.papers.test_papers import pages_of


def monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def make_training(by, **more):
    begins = timezone.now() + timedelta(days=3)
    facts = {
        "title": "Tablets im Unterricht",
        "seats": 2,
        "place": "Medienzentrum",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
    }
    return workflow.save_training(Training(), by=by, **{**facts, **more})


@pytest.fixture
def training(lena):
    return make_training(lena)


@pytest.fixture
def answers(request, client):
    """`answers(url)`: what each person is answered."""

    def _answers(url, *names):
        found = {}
        for name in names:
            client.force_login(request.getfixturevalue(name))
            found[name] = client.get(url).status_code
        return found

    return _answers


SCHOOL = ("anna", "vera", "hanna", "otto", "tom", "lena", "ida")


def test_lessons_are_booked_by_the_school_that_has_the_case(answers, running):
    assert answers(f"/loans/{running.number}/bookings/", *SCHOOL) == {
        "anna": 200,
        "vera": 200,
        "hanna": 200,
        "otto": 404,
        "tom": 403,
        "lena": 200,
        "ida": 404,
    }


def test_the_head_or_a_loan_manager_says_how_it_was(answers, running):
    assert answers(f"/loans/{running.number}/evaluate/", *SCHOOL) == {
        "anna": 403,
        "vera": 403,
        "hanna": 200,
        "otto": 404,
        "tom": 403,
        "lena": 200,
        "ida": 404,
    }


def test_schools_that_borrow_tell_each_other(answers, running):
    assert answers("/loans/experiences/", "otto", "ida") == {"otto": 200, "ida": 403}
    assert answers("/loans/experiences/new/", *SCHOOL) == {
        "anna": 200,
        "vera": 200,
        "hanna": 200,
        "otto": 403,
        "tom": 200,
        "lena": 200,
        "ida": 403,
    }


@pytest.mark.parametrize(
    "url",
    [
        "trainings/new/",
        "settings/reminders/",
        "settings/reminders/new/",
        "settings/reminders/resting/",
    ],
)
def test_only_loan_managers_write(answers, url):
    assert answers(f"/loans/{url}", "anna", "hanna", "tom", "lena", "adam") == {
        "anna": 403,
        "hanna": 403,
        "tom": 403,
        "lena": 200,
        "adam": 200,
    }


def cells(page):
    """The week as it is read: (lesson, what each shown cell is)."""

    def _word(cell):
        return str(cell["booking"].by) if "booking" in cell else ("free" if cell["free"] else "")

    lines = page.context["lines"]
    return [(one["lesson"], [_word(cell) for cell in one["cells"]]) for one in lines]


def test_a_free_lesson_fills_the_form_and_a_taken_one_tells_who(sign_in, anna, running):
    client, day = sign_in(anna), monday()
    url = f"/loans/{running.number}/bookings/"
    page = client.get(f"{url}?week={day}&day={day}&first=3")
    assert [page.context["form"][name].value() for name in ("day", "first", "last")] == [
        str(day),
        "3",
        "3",
    ]
    answer = client.post(url, {"day": day, "first": 3, "last": 4, "purpose": "8b Mathe"})
    assert (answer.status_code, answer["Location"]) == (303, f"{url}?week={day}")
    page = client.get(answer["Location"])
    assert cells(page)[1:5] == [
        (2, ["free"] * 5),
        (3, ["Anna", *["free"] * 4]),
        (4, ["free"] * 4),
        (5, ["free"] * 5),
    ]
    assert "8b Mathe" in page.content.decode()


def test_a_refusal_keeps_what_was_typed(sign_in, anna, vera, running):
    workflow.book(running, by=vera, day=monday(), first=3, last=3)
    form = {"day": monday(), "first": 2, "last": 3, "purpose": "8b Mathe"}
    answer = sign_in(anna).post(f"/loans/{running.number}/bookings/", form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="8b Mathe"' in html
    assert "Vera" in html
    assert running.bookings.count() == 1


def test_a_double_tap_books_once(sign_in, anna, running):
    client, url = sign_in(anna), f"/loans/{running.number}/bookings/"
    form = {"day": monday(), "first": 2, "last": 3, "key": "einmal"}
    assert [client.post(url, form).status_code for _ in range(2)] == [303, 303]
    assert Booking.objects.count() == 1


def test_one_cancels_ones_own(sign_in, anna, otto, vera, running):
    mine = workflow.book(running, by=anna, day=monday(), first=2, last=2)
    theirs = workflow.book(running, by=vera, day=monday(), first=3, last=3)
    url = f"/loans/{running.number}/bookings/%s/cancel/"
    assert sign_in(otto).post(url % mine.pk).status_code == 404
    client = sign_in(anna)
    assert client.post(url % theirs.pk).status_code == 403
    assert client.post(url % mine.pk).status_code == 303
    assert list(Booking.objects.all()) == [theirs]


def test_a_room_of_another_school_is_no_choice(sign_in, anna, running, room204, room12):
    form = {"day": monday(), "first": 2, "last": 3, "location": room12.pk}
    answer = sign_in(anna).post(f"/loans/{running.number}/bookings/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["location"])
    assert list(answer.context["form"].fields["location"].queryset) == [room204]


def test_a_weekend_is_shown_where_it_is_booked(sign_in, anna, running):
    saturday = monday() + timedelta(days=5)
    url = f"/loans/{running.number}/bookings/?week={saturday}"
    client = sign_in(anna)
    assert client.get(url).context["last"] == monday() + timedelta(days=4)
    workflow.book(running, by=anna, day=saturday, first=1, last=2)
    page = client.get(url)
    assert (page.context["last"], cells(page)[0]) == (saturday, (1, [*["free"] * 5, "Anna"]))


@pytest.mark.parametrize("week", ["gestern", "0001-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_not_found(sign_in, anna, running, week):
    answer = sign_in(anna).get(f"/loans/{running.number}/bookings/?week={week}")
    assert answer.status_code == 404


def test_the_school_answers_four_questions_and_may_change_them(sign_in, hanna, running):
    client, url = sign_in(hanna), f"/loans/{running.number}/evaluate/"
    assert list(client.post(url, {"wish": "mehr"}).context["form"].errors) == ["often", "would_buy"]
    for often in ("weekly", "daily"):
        said = {"often": often, "would_buy": "yes", "used_for": "Mathe", "wish": "mehr Stifte"}
        assert client.post(url, said)["Location"] == f"/loans/{running.number}/"
    told = Evaluation.objects.get()
    assert (told.often, told.would_buy, told.wish) == ("daily", "yes", "mehr Stifte")


def test_figures_count_the_answers_and_give_them_away(
    sign_in, lena, hanna, deich, moor, case, other_case
):
    for school, kept, often in ((deich, case, "daily"), (moor, other_case, "hardly")):
        loan = make_loan(lena, school, kept, to="returned")
        workflow.evaluate(loan, by=lena, often=often, would_buy="yes", wish="mehr Stifte")
    often, buy = Figures(*school_year(timezone.localdate())).answers()
    assert [number for _label, number in often["answers"]] == [1, 0, 0, 1]
    assert [number for _label, number in buy["answers"]] == [2, 0, 0]
    client = sign_in(lena)
    assert "<meter" in client.get("/loans/figures/").content.decode()
    lines = b"".join(client.get("/loans/figures/told.csv")).decode().splitlines()
    assert (len(lines), lines[1].count("mehr Stifte")) == (3, 1)
    assert sign_in(hanna).get("/loans/figures/told.csv").status_code == 403


def test_a_training_is_added_once_and_needs_a_place_or_a_link(sign_in, lena):
    client = sign_in(lena)
    form = {
        "title": "Tablets",
        "starts_at": "2027-03-01T14:00",
        "ends_at": "2027-03-01T16:00",
        "seats": 12,
        "key": "einmal",
    }
    assert list(client.post("/loans/trainings/new/", form).context["form"].errors) == ["place"]
    form["link"] = "https://meet.example.org/x"
    assert [client.post("/loans/trainings/new/", form).status_code for _ in range(2)] == [303, 303]
    held = Training.objects.get()
    assert (held.title, held.seats, timezone.localtime(held.starts_at).hour) == ("Tablets", 12, 14)
    form |= {"seats": 20, "key": "wieder"}
    client.post(f"/loans/trainings/{held.pk}/edit/", form)
    assert Training.objects.get().seats == 20


def test_each_school_sees_its_own_seats(sign_in, training, anna, otto, lena, deich, moor):
    workflow.sign_up(training, by=anna, school=deich, name="Frau Petersen")
    workflow.sign_up(training, by=otto, school=moor, name="Herr Otto")
    url = f"/loans/trainings/{training.pk}/"
    seen = {
        who: [seat.name for seat in sign_in(who).get(url).context["seats"]]
        for who in (anna, otto, lena)
    }
    assert seen == {
        anna: ["Frau Petersen"],
        otto: ["Herr Otto"],
        lena: ["Herr Otto", "Frau Petersen"],
    }


def test_a_seat_is_taken_once_and_the_last_is_the_last(sign_in, training, anna, deich):
    client, url = sign_in(anna), f"/loans/trainings/{training.pk}/"
    form = {"school": deich.pk, "name": "Frau Petersen", "key": "einmal"}
    assert [client.post(url, form).status_code for _ in range(2)] == [303, 303]
    answer = client.post(url, {"school": deich.pk, "name": "Frau Petersen", "key": "anders"})
    assert answer.status_code == 409
    assert 'value="Frau Petersen"' in answer.content.decode()
    client.post(url, {"school": deich.pk, "name": "Herr Meyer"})
    assert client.get(url).context["open"] is False
    assert Seat.objects.count() == 2


def test_nobody_takes_a_seat_for_another_school(sign_in, training, anna, moor):
    answer = sign_in(anna).post(
        f"/loans/trainings/{training.pk}/", {"school": moor.pk, "name": "Herr Otto"}
    )
    assert list(answer.context["form"].errors) == ["school"]
    assert Seat.objects.count() == 0


def test_a_foreign_seat_is_not_there(sign_in, training, anna, otto, deich):
    seat = workflow.sign_up(training, by=anna, school=deich, name="Frau Petersen")
    path = f"/loans/trainings/{training.pk}/seats/{seat.pk}"
    client = sign_in(otto)
    answers = [client.post(f"{path}/give_up/"), client.get(f"{path}/certificate/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    client = sign_in(anna)
    assert client.get(f"{path}/certificate/").status_code == 403
    assert client.post(f"{path}/give_up/").status_code == 303
    assert Seat.objects.count() == 0


def test_who_was_there_gets_a_certificate(sign_in, lena, anna, deich):
    training = make_training(lena)
    seat = workflow.sign_up(training, by=anna, school=deich, name="Frau Petersen")
    Training.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    sign_in(lena).post(f"/loans/trainings/{training.pk}/attendance/", {"seat": [seat.pk]})
    answer = sign_in(anna).get(f"/loans/trainings/{training.pk}/seats/{seat.pk}/certificate/")
    text = " ".join(pages_of(answer.content)[0].split())
    assert answer["Content-Type"] == "application/pdf"
    for word in ("Frau Petersen", "Gymnasium am Deich", "Tablets im Unterricht"):
        assert word in text


def test_what_worked_is_shared_once_found_and_taken_back(sign_in, anna, vera, otto, running, deich):
    client = sign_in(anna)
    form = {
        "school": deich.pk,
        "title": "Geometrie",
        "worked": "GeoGebra ging gut",
        "apps": "GeoGebra",
        "key": "einmal",
    }
    assert [client.post("/loans/experiences/new/", form).status_code for _ in range(2)] == [
        303,
        303,
    ]
    told = Experience.objects.get()
    assert list(sign_in(otto).get("/loans/experiences/").context["page"]) == []
    client = sign_in(anna)
    for words, found in (("geogebra", [told]), ("Deich", [told]), ("Latein", [])):
        assert list(client.get(f"/loans/experiences/?q={words}").context["page"]) == found
    assert sign_in(vera).post(f"/loans/experiences/{told.pk}/remove/").status_code == 403
    assert sign_in(anna).post(f"/loans/experiences/{told.pk}/remove/").status_code == 303
    assert Experience.objects.count() == 0


def _one_more(n, lena, anna, deich, running):
    """A booking, a training with a seat in each, an experience and a rule."""
    day = monday() + timedelta(days=n % 5)
    workflow.book(running, by=anna, day=day, first=n // 5 + 1, last=n // 5 + 1)
    for title in ("Eine", f"Noch {n}"):
        training = Training.objects.filter(title=title).first() or make_training(
            lena, title=title, seats=99
        )
        workflow.sign_up(training, by=anna, school=deich, name=f"Frau {n}")
    workflow.share(by=anna, school=deich, title=f"Nummer {n}", worked="Gut")
    ReminderRule.objects.create(days=n, to="head", subject="Ende", text="Bald")


def test_pages_ask_as_much_for_thirty_rows_as_for_one(
    sign_in, lena, anna, deich, running, django_assert_max_num_queries
):
    counts = {}
    for last in (1, 30):
        for n in range(1 if last > 1 else 0, last):
            _one_more(n, lena, anna, deich, running)
        first = Training.objects.get(title="Eine").pk
        urls = [
            f"/loans/{running.number}/bookings/?week={monday()}",
            "/loans/trainings/",
            f"/loans/trainings/{first}/",
            "/loans/experiences/",
            "/loans/settings/reminders/",
        ]
        for url in urls:
            client = sign_in(lena)
            client.get(url)
            with django_assert_max_num_queries(12) as asked:
                assert client.get(url).status_code == 200
            counts.setdefault(url, []).append(len(asked))
    assert [one for one in counts.items() if len(set(one[1])) > 1] == []
