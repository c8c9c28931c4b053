"""axe finds nothing on the main pages, as whoever uses them: one on a phone in light, the next at
a desk in dark. Every page in both: test_every_page, in `make prove`.
"""

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
LOOKS = [(PHONE, False), (DESK, True)]


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "anybody")
def test_axe_finds_nothing(person, window, address, places):
    found = []
    for look, (size, dark) in enumerate(LOOKS):
        page = page_as(window, address, person, size=size, dark=dark)
        page.context.set_default_timeout(10_000)
        for path in PAGES[person][look :: len(LOOKS)]:
            page.goto(address + places.get(path, path))
            where = f"{path} {size['width']} px {'dark' if dark else 'light'}"
            found += [f"{where}: {fault}" for fault in axe_faults(page)]
        page.context.close()
    assert not found, "\n".join(found)
