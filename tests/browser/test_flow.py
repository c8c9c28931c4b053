"""The first story in a real browser: scan, two taps, solved, and the reporter sees it."""

import re

import pytest

from tests.browser.stage import PHONE, page_as

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_two_taps_from_the_label_to_a_report_that_gets_solved(script, window, address, places):
    reporter = page_as(window, address, size=PHONE, script=script)
    number = report(reporter, address + places["scan"])
    technician = page_as(window, address, "technician", script=script)
    technician.context.set_default_timeout(8_000)
    technician.goto(f"{address}/tickets/{number}/take_over/")
    technician.click("main form[method=post] button[type=submit]")
    technician.goto(f"{address}/tickets/{number}/solve/")
    technician.fill("textarea[name=solution]", "Kabel saß lose")
    technician.click("main form:has(textarea[name=solution]) button[type=submit]")
    reporter.reload()
    assert "Kabel saß lose" in reporter.inner_text("main")
    for page in (reporter, technician):
        page.context.close()


def report(page, label) -> str:
    """Scan, tap the second tile, tap the button; the number on the receipt."""
    page.goto(label)
    page.wait_for_timeout(4_000)  # nobody reads a page in less, and the desk knows
    page.locator("label.tile").nth(1).click()
    page.click("button.go")
    page.wait_for_url(re.compile(r"/r/"))
    return re.search(r"\b(\d+)\b", page.inner_text("main")).group(1)


def test_the_ticket_page_goes_by_keyboard(window, address, places):
    page = page_as(window, address, "technician")
    page.goto(address + places["ticket"])
    wanted = page.locator("main a[href$='/solve/'], main button:has-text('Gelöst')").first
    for _tab in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea[name=solution]")
    page.keyboard.type("Kabel getauscht")
    assert page.input_value("textarea[name=solution]") == "Kabel getauscht"
    page.context.close()


@pytest.mark.parametrize("path", ["/tickets/", "/devices/", "/loans/"])
def test_a_list_of_cards_is_sorted_on_a_phone_without_script(window, address, path):
    page = page_as(window, address, "technician", size=PHONE, script=False)
    page.goto(address + path)
    by_school = page.locator("thead a", has_text="Schule")
    assert by_school.bounding_box()["height"] >= 24
    by_school.click()
    shown = page.locator("td[data-label='Schule']").all_inner_texts()
    assert len(set(shown)) > 1
    assert shown == sorted(shown)
    page.context.close()
