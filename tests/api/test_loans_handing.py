"""Preparing, known damage and spares through the API, as on the pages."""

from loans.models import PreparationTask
from tests.conftest import make_device
from tests.loans.conftest import SIGNED, make_loan


def test_a_case_is_prepared_by_the_list_or_says_why_not(api, take, lena, deich, case, other_case):
    reset, charged = (
        PreparationTask.objects.create(label_de=word, order=n)
        for n, word in enumerate(["zurückgesetzt", "geladen"])
    )
    loan = make_loan(lena, deich, case, to="approved")
    begun = take(lena, loan.pk, "tick_off", done=[reset.pk])
    assert begun["tasks"] == [
        {"id": reset.pk, "name": "zurückgesetzt", "done": True},
        {"id": charged.pk, "name": "geladen", "done": False},
    ]
    assert [take(lena, loan.pk, "prepare"), take(lena, loan.pk, "prepare", done=[charged.pk])] == [
        409,
        409,
    ]
    assert take(lena, loan.pk, "hand_over", signatures=SIGNED) == 409
    assert take(lena, loan.pk, "prepare", note="lädt noch")["state"] == "prepared"
    assert take(lena, loan.pk, "tick_off", done=[]) == 409
    other = make_loan(lena, deich, other_case, to="approved")
    done = take(lena, other.pk, "prepare")
    assert (done["state"], [task["done"] for task in done["tasks"]]) == ("prepared", [True, True])


def test_known_damage_is_named_before_it_goes_out(take, lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    row = take(lena, loan.pk, "name_damage", slot=2, text="Kratzer")
    assert [(i["slot"], i["known_damage"]) for i in row["items"] if i["known_damage"]] == [
        (2, "Kratzer")
    ]


def test_a_technician_of_this_school_alone_finds_and_takes_a_spare(
    api, take, nora, otto, lena, moor, case, kinds
):
    loan = make_loan(lena, moor, case, to="handed_over")
    spare = make_device("IT-S1", kinds.tablet, None, state="in_storage")
    found = {
        person.username: api(person).get("/api/v1/devices/?search=IT-S1").json()["count"]
        for person in (nora, otto)
    }
    assert found == {"nora": 1, "otto": 0}
    row = take(nora, loan.pk, "swap", slot=3, spare=spare.pk)
    assert [i["device"] for i in row["items"] if i["slot"] == 3][-1] == spare.pk
