"""People, as far as somebody has to choose among them."""

URL = "/api/v1/people/"


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


def test_others_see_id_and_name_administrators_the_rest(api, vera, adam, tom):
    plain = api(vera).get(f"{URL}{tom.pk}/").json()
    assert plain == {
        "id": tom.pk,
        "name": "Tom",
        "username": None,
        "email": None,
        "is_active": None,
        "roles": None,
    }
    row = api(adam).get(f"{URL}{tom.pk}/").json()
    assert (row["username"], row["email"], row["is_active"]) == ("tom", "tom@example.org", True)
    assert row["roles"] == [{"role": "technician", "school": None}]


def test_who_gives_no_work_to_others_chooses_nobody(api, anna, hanna, ida, tom):
    assert [names(api(p).get(URL)) for p in (anna, hanna, ida)] == [[], [], []]


def test_who_has_left_is_chosen_by_nobody(api, vera, adam, tom):
    tom.is_active = False
    tom.save()
    assert names(api(vera).get(URL)) == ["Adam", "Vera"]
    assert "Tom" in names(api(adam).get(URL))


def test_those_who_can_be_given_a_ticket(api, vera, tom, adam, lena, nora, ticket):
    assert names(api(vera).get(f"{URL}?ticket={ticket.pk}")) == ["Adam", "Tom", "Vera"]
    assert names(api(adam).get(f"{URL}?role=technician")) == ["Nora", "Tom"]
    assert names(api(adam).get(f"{URL}?school={ticket.school_id}&search=ver")) == ["Vera"]
