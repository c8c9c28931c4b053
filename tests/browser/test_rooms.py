"""A device goes where the person pointed: the room is found by typing, or chosen without a script."""

import re

import pytest

from tests.browser.stage import PHONE, page_as

pytestmark = pytest.mark.browser
SELECT, BOX = "select[name=location]", "input[name=words]"


@pytest.fixture
def technician(window, address, places):
    page = page_as(window, address, "technician")
    page.context.set_default_timeout(15_000)
    page.goto(f"{address}{places['device']}move/")
    yield page
    page.context.close()


def chosen(page) -> str:
    return page.locator(f"{SELECT} option:checked").inner_text()


def type_into(page, words, *, then=None):
    """Type, wait for the rooms that fit."""
    with page.expect_response(lambda answer: "/locations/rooms/" in answer.url):
        page.fill(BOX, words)
        if then:
            page.press(BOX, then)
    page.wait_for_selector(".htmx-request", state="detached")


def test_the_only_room_found_is_taken_and_the_way_back_leads_home(technician):
    page, before = technician, chosen(technician)
    assert "204" in before
    type_into(page, "205", then="Enter")
    assert "Raum 205" in chosen(page)
    page.click("main form:has(select[name=location]) button[type=submit]")
    page.wait_for_selector("#messages form")
    assert re.search(r"Nach .*Raum 205 verlegt\.", page.inner_text("#messages"))
    page.click("#messages form button")
    page.wait_for_selector("#messages:has-text('204')")
    assert "Raum 204" in page.inner_text("main")


def test_of_several_one_is_asked_for_and_without_words_the_old_one_stands(technician):
    page, before = technician, chosen(technician)
    type_into(page, "Raum 1")
    assert page.input_value(SELECT) == "?"
    page.click("main form:has(select[name=location]) button[type=submit]")
    page.wait_for_selector(".error-summary, .field-error")
    assert page.url.endswith("/move/")
    type_into(page, "nirgends")
    assert page.input_value(SELECT) == "?"
    page.goto(page.url)
    type_into(page, "nirgends")
    type_into(page, "")
    assert chosen(page) == before


def test_without_a_script_the_list_is_there_and_the_way_back_is_a_button(window, address, places):
    page = page_as(window, address, "technician", size=PHONE, script=False)
    page.goto(f"{address}{places['device']}move/")
    room = page.locator(f"{SELECT} option", has_text="Raum 205").first.get_attribute("value")
    page.select_option(SELECT, room)
    page.click("main form:has(select[name=location]) button[type=submit]")
    assert "Raum 205" in page.inner_text("#messages")
    page.click("#messages form button")
    assert "Raum 204" in page.inner_text("#messages")
    page.context.close()
