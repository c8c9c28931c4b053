"""`make screenshots`: the pictures of README and docs, made from the demo story."""

import re
import sys
import tempfile
from pathlib import Path

from tests.browser.stage import DESK, PHONE, ROOT, browser, live_demo, page_as

PICTURES = ROOT / "docs/pictures"
# name, person, path (or a link's text to follow from it), size, dark
SHOTS = [
    ("home-technician", "technician", "/", DESK, False),
    ("home-technician-phone", "technician", "/", PHONE, False),
    ("home-teacher-phone", "teacher", "/", PHONE, False),
    ("tickets", "technician", "/tickets/", DESK, False),
    ("ticket", "technician", "ticket", DESK, False),
    ("device", "technician", "device", DESK, False),
    ("device-dark", "technician", "device", DESK, True),
    ("device-phone", "technician", "device", PHONE, False),
    ("devices", "technician", "/devices/", DESK, False),
    ("places", "technician", "/locations/", DESK, False),
    ("settings", "admin", "/settings/", DESK, False),
    ("labels", "technician", "/labels/", DESK, False),
    ("people", "admin", "/settings/people/", DESK, False),
    ("scan", "", "scan", PHONE, False),
    ("scan-dark", "", "scan", PHONE, True),
    ("home-lender", "lender", "/", DESK, False),
    ("loans", "lender", "/loans/", DESK, False),
    ("loan-conditions", "lender", "loan-asked", DESK, False),
    ("loan-inspection", "lender", "loan-back", DESK, False),
    ("loan-plan", "lender", "/loans/plan/", DESK, False),
    ("loan-figures", "lender", "/loans/figures/", DESK, False),
    ("case", "lender", "case", DESK, False),
    ("case-fill", "lender", "case-fill", DESK, False),
    ("loan-reminders", "lender", "/loans/settings/reminders/", DESK, False),
    ("loan-settings", "lender", "/loans/settings/", DESK, False),
    ("loan-trainings", "lender", "/loans/trainings/", DESK, False),
    ("loan-bookings", "teacher", "loan-lessons", DESK, False),
    ("loan-catalogue", "head", "/loans/catalogue/", DESK, False),
    ("loan-head-phone", "head", "loan-there", PHONE, False),
    ("sign-in", "", "/accounts/login/", DESK, False),
]


def main(folder=PICTURES, only=""):
    """Take every picture (or those whose name begins with `only`)."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, live_demo(var) as address, browser() as window:
        places = find_places(window, address)
        for name, person, path, size, dark in SHOTS:
            if name.startswith(only):
                page = page_as(window, address, person, size=size, dark=dark)
                page.goto(address + places.get(path, path))
                page.screenshot(path=folder / f"{name}.png", full_page=size == PHONE)
                page.context.close()
                print(name)


def find_places(window, address) -> dict[str, str]:
    """Where the projector, its newest ticket and its label are."""
    page = page_as(window, address, "technician")
    page.goto(f"{address}/search/?q=GAD-00417")
    device = page.url.removeprefix(address)
    number = re.search(r"/tickets/(\d+)/", page.content()).group(1)
    page.goto(f"{address}/labels/?q=GAD-00417")
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{16}\b", page.content()).group(0)
    page.context.close()
    return find_loans(window, address) | {
        "device": device,
        "ticket": f"/tickets/{number}/",
        "scan": f"/q/{code}",
    }


LOANS = {
    "loan-asked": "Arbeitsschutz im Schweißkurs",
    "loan-back": "Erklärvideos in Naturwissenschaften",
    "loan-there": "Tabletklasse 7b",
    "loan-ready": "Sprachförderung in Klasse 5",
    "loan-promised": "Stop-Motion in der Mittelstufe",
}


def find_loans(window, address) -> dict[str, str]:
    """Where the loans of the guide and the first case are."""
    page, found = page_as(window, address, "lender"), {}
    for name, words in LOANS.items():
        page.goto(f"{address}/loans/?q={words}")
        found[name] = re.search(r"/loans/\d+/", page.content()).group(0)
    page.goto(f"{address}/cases/")
    case = page.locator("a[href^='/cases/']", has_text="Leihkoffer 1").first
    found["case"] = case.get_attribute("href")
    here = page.locator("a[href^='/cases/']", has_text="Leihkoffer 4").first
    found["case-fill"] = f"{here.get_attribute('href')}fill/"
    found["loan-lessons"] = f"{found['loan-there']}bookings/"
    page.context.close()
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES, *sys.argv[2:3])
