"""Which thing a label belongs to: bound by the first scan, replaced, blocked."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.devices.workflow.devices import device_words
from assets.labels.workflow import make_blank
from assets.models import Label
from itsm.guards.once import new_key


@pytest.fixture
def blank(tom):
    return make_blank(1, by=tom)[0]


def test_who_scans_a_blank_label_binds_it(sign_in, vera, beamer, blank, foreign_beamer):
    browser, bind = sign_in(vera), f"/labels/{blank.code}/bind/"
    assert bind in browser.get(f"/q/{blank.code}").content.decode()
    found = browser.get(f"{bind}?q=00417").context["found"]
    assert [(thing.value, thing.labelled) for thing in found] == [(f"device-{beamer.pk}", False)]
    assert browser.get(f"{bind}?q=BAM-00001").context["found"] == []

    answer = browser.post(bind, {"thing": f"device-{beamer.pk}"})

    blank.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, reverse("devices:show", args=[beamer.pk]))
    assert (blank.device, blank.school) == (beamer, beamer.school)
    assert browser.get(bind).status_code == 409


def test_things_are_found_by_room_and_by_an_older_label(
    sign_in, tom, beamer, label, room204, blank
):
    browser, bind = sign_in(tom), f"/labels/{blank.code}/bind/"
    type(beamer).objects.update(search=device_words(beamer))

    def found(words):
        things = browser.get(bind, {"q": words}).context["found"]
        return [(thing.value, thing.labelled) for thing in things]

    device, room = (f"device-{beamer.pk}", True), (f"location-{room204.pk}", False)
    assert found("raum 204") == [device, room]
    assert found(f"HTTP://127.0.0.1:8000/Q/{label.code}") == [device]
    assert found("X4AB100417L") == [device]
    assert found(" \0 ") == []


def test_binding_says_what_does_not_work(sign_in, tom, vera, beamer, label, blank, foreign_beamer):
    browser, bind = sign_in(tom), f"/labels/{blank.code}/bind/"

    taken = browser.post(f"{bind}?q=00417", {"thing": f"device-{beamer.pk}"})
    nothing = browser.post(bind, {})
    wrong = [
        browser.post(bind, {"thing": thing}).status_code
        for thing in ("device-999999", "device-x", "school-1", "device-", "-", "device-" + "9" * 30)
    ]
    foreign = sign_in(vera).post(bind, {"thing": f"device-{foreign_beamer.pk}"})
    other = sign_in(tom).get(f"/labels/{label.code}/bind/")

    assert (taken.status_code, nothing.status_code, foreign.status_code) == (409, 409, 404)
    assert _("It has a label already. Replace that one instead.") in taken.content.decode()
    assert f"/labels/device/{beamer.pk}/replace/?code={blank.code}" in taken.content.decode()
    assert _("Please choose a device or a room first.") in nothing.content.decode()
    assert wrong == [404] * 6
    assert other.status_code == 409
    assert Label.objects.blank().get() == blank


def test_what_one_may_not_label_is_not_bound(sign_in, lena, beamer, blank):
    answer = sign_in(lena).post(f"/labels/{blank.code}/bind/", {"thing": f"device-{beamer.pk}"})

    assert (answer.status_code, Label.objects.blank().count()) == (403, 1)


def test_replacing_blocks_the_old_code_and_goes_on_to_the_printer(sign_in, tom, beamer, label):
    browser, page = sign_in(tom), f"/labels/device/{beamer.pk}/replace/"
    assert label.code in browser.get(page).content.decode()
    sent = {"key": new_key()}

    answers = [browser.post(page, sent), browser.post(page, sent)]

    assert [(a.status_code, a.url) for a in answers] == [
        (303, f"/labels/print/?items={beamer.pk}")
    ] * 2
    label.refresh_from_db()
    assert label.revoked_at is not None
    assert beamer.labels.count() == 2


def test_replacing_with_a_blank_label_from_the_roll(sign_in, vera, beamer, label, blank, room204):
    browser = sign_in(vera)
    wrong = browser.post(f"/labels/device/{beamer.pk}/replace/", {"code": label.code})
    assert list(wrong.context["form"].errors) == ["code"]

    answer = browser.post(f"/labels/device/{beamer.pk}/replace/", {"code": blank.code.lower()})
    room = browser.post(f"/labels/location/{room204.pk}/replace/", {})

    assert answer.url == reverse("devices:show", args=[beamer.pk])
    assert room.url == f"/labels/print/?items={room204.pk}&what=rooms"
    assert beamer.labels.valid().get() == blank


def test_a_retired_device_gets_no_new_label(sign_in, tom, beamer):
    type(beamer).objects.update(state="retired")

    answer = sign_in(tom).post(f"/labels/device/{beamer.pk}/replace/", {})

    assert (answer.status_code, Label.objects.count()) == (409, 0)
    assert _("This device is retired.") in answer.content.decode()


def test_blocking_a_label(sign_in, vera, label):
    browser, page = sign_in(vera), f"/labels/{label.code}/revoke/"
    fragment = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment

    answers = [browser.post(page).status_code, browser.post(page).status_code]

    label.refresh_from_db()
    assert answers == [303, 409]
    assert label.revoked_at is not None
