"""A hand scanner ends each number with Enter: no half-filled form is sent by it."""

import pytest

from tests.browser.stage import page_as

pytestmark = pytest.mark.browser
BOXES = ("inventory_number", "serial_number")


@pytest.mark.parametrize("form", ["edit", "new"])
def test_enter_goes_on_to_the_next_field_and_sends_nothing(form, window, address, places):
    page = page_as(window, address, "technician")
    page.context.set_default_timeout(15_000)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    if form == "edit":
        page.goto(f"{address}{places['device']}edit/")
    else:
        page.goto(f"{address}/devices/new/")
        page.locator("main a[href*='category=']").first.click()
        page.wait_for_url("**category=**")
        page.select_option("select[name=school]", index=1)
    before = page.url
    for name in BOXES:
        page.fill(f"input[name={name}]", f"SCAN-{name}")
        page.press(f"input[name={name}]", "Enter")
        assert page.evaluate("document.activeElement.name") not in (name, "")
        assert page.input_value(f"input[name={name}]") == f"SCAN-{name}"
    assert (page.url, "POST" in sent) == (before, False)
    page.context.close()
