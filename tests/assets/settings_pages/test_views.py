"""What administrators define about devices, by the pages themselves."""

from assets.models import Category, NumberScheme
from itsm.journal.models import Event
from tests.settings_pages.sending import send


def test_a_new_category_by_a_double_click_is_one(sign_in, adam):
    client = sign_in(adam)
    typed = {"label_de": "Drohne", "icon": "device", "order": 3, "once_key": "k1"}
    assert [send(client, "/settings/categories/new/", **typed)[0] for _n in "ab"] == [303, 303]
    assert list(Category.objects.values_list("label_de", "icon")) == [("Drohne", "device")]
    assert Event.objects.get().details["changes"]["label_de"] == ["", "Drohne"]


def test_a_tile_with_hints(sign_in, adam, no_picture):
    client = sign_in(adam)
    url = f"/settings/tiles/{no_picture.pk}/"
    typed = {"label_de": "dunkel", "icon": "display", "alarm": "", "order": 0}
    assert send(client, url, **typed, hint0_en="Only English")[0] == 200
    assert send(client, url, **typed, hint0_de="Licht aus", alarm_="")[0] == 303
    assert list(no_picture.hints.values_list("text_de", flat=True)) == ["Licht aus"]


def test_the_number_scheme_says_what_is_wrong_and_shows_the_next_one(sign_in, adam, deich, beamers):
    client = sign_in(adam)
    for wrong in ("IT", "{number}{number}", "{city}-{number}", "{0.x}{number}"):
        assert send(client, "/settings/numbers/", pattern=wrong, digits=5)[0] == 200
    shown = client.get("/settings/numbers/example/?pattern={school}/{number}&digits=3")
    assert "GAD/001" in shown.content.decode()
    assert send(client, "/settings/numbers/", pattern="{year}-{number}", digits=4)[0] == 303
    assert NumberScheme.objects.values_list("pattern", "digits").get() == ("{year}-{number}", 4)
