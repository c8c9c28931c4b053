"""axe finds nothing: every main page, as whoever uses it, light and dark, phone and desk."""

import pytest

from tests.browser.stage import DESK, PHONE, axe_faults, page_as

pytestmark = pytest.mark.browser
PAGES = {
    "": [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/report/",
        "/q/0000000000000000",
        "scan",
    ],
    "teacher": ["/", "/tickets/", "/tickets/new/", "/devices/", "device", "/locations/", "scan"],
    "support": ["/", "/tickets/", "ticket", "/tickets/held/", "/labels/"],
    "technician": [
        "/",
        "/tickets/",
        "ticket",
        "/devices/",
        "device",
        "/devices/new/",
        "/locations/",
        "/labels/print/",
        "/search/?q=Beamer",
        "scan",
    ],
    "admin": [
        "/settings/",
        "/settings/people/",
        "/settings/people/invite/",
        "/settings/schools/",
        "/settings/categories/",
        "/settings/fields/",
        "/settings/look/",
        "/imports/",
        "/settings/tokens/",
        "/accounts/me/",
    ],
}
# Every page in every look: `make prove`.
LOOKS = [(PHONE, False), (DESK, True)]


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "anybody")
def test_axe_finds_nothing(person, window, address, places):
    found = []
    for size, dark in LOOKS:
        page = page_as(window, address, person, size=size, dark=dark)
        page.context.set_default_timeout(10_000)
        for path in PAGES[person]:
            page.goto(address + places.get(path, path))
            look = f"{path} {size['width']} px {'dark' if dark else 'light'}"
            found += [f"{look}: {fault}" for fault in axe_faults(page)]
        page.context.close()
    assert not found, "\n".join(found)
