"""A case from the application to the next school, by clicks alone: whoever takes a step finds it on
the page before.
"""

import re

import pytest

from tests.browser.stage import ROOT, browser, live_demo, page_as

# Two browsers at once would wait for each other.
pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.xdist_group("browser")]
PROOF = ROOT / "docs/pictures/scan.png"
PURPOSE = "Trickfilme in Kunst, Klasse 6"


def go(page, word):
    """A button or link of the page by its words; where it lies in the menu, the menu is opened."""
    named = re.compile(word)
    main = page.locator("main")
    hits = main.get_by_role("link", name=named).or_(main.get_by_role("button", name=named))
    hits = hits.filter(visible=True)
    if not hits.count():
        main.locator("details.menu > summary").click()
    hits.first.click()
    page.wait_for_load_state()


def send(page):
    page.locator("main .form-actions button[type=submit]").first.click()
    page.wait_for_load_state()


def open_loan(page, number=None):
    page.locator("nav a:visible", has_text="Ausleihe").first.click()
    here = f"a.t[href='/loans/{number}/']" if number else "a.t"
    page.locator(here).first.click()
    page.wait_for_load_state()


def apply(head):
    """The number of the loan that the head of school applied for, with all proofs."""
    head.locator("nav a:visible", has_text="Ausleihe").first.click()
    go(head, "^Koffer beantragen")
    head.get_by_label("Wofür?").fill(PURPOSE)
    head.get_by_label("Wer ist verantwortlich?").fill("Anna Sommer")
    send(head)
    go(head, "Antrag einreichen")
    wanted = head.locator(".condition").get_by_role("button", name="Bestätigen")
    while wanted.count():
        wanted.first.click()
        head.wait_for_load_state()
    wanted = head.locator(".condition").get_by_role("link", name="Nachweis geben")
    while wanted.count():
        wanted.first.click()
        fill_in_proof(head)
    return re.search(r"/loans/(\d+)/", head.url).group(1)


def fill_in_proof(head):
    form = head.locator("main form")
    for field in form.locator("textarea").all():
        field.fill("Raum 112, abschließbarer Schrank")
    for field in form.locator("input[type=date]").all():
        field.fill("2099-12-31")
    for field in form.locator("input[type=file]").all():
        field.set_input_files(PROOF)
    send(head)


def sign(page):
    for canvas in page.locator(".side canvas").all():
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 60, steps=6)
        page.mouse.up()
    # Who signs for the school at the return is not known before.
    for name in page.locator(".side input[name$='-name']").all():
        if not name.input_value():
            name.fill("Petra Lehmann")
    send(page)


def scan_all(page):
    for number in page.locator(".slot.todo .slot-number").all_inner_texts():
        page.fill("#code", number)
        page.keyboard.press("Enter")
        page.locator(".slot.ok .slot-number", has_text=number).wait_for()


def hand_over(lender, number):
    open_loan(lender, number)
    wanted = lender.locator(".condition").get_by_role("button", name="Ist erfüllt")
    while wanted.count():
        wanted.first.click()
        lender.wait_for_load_state()
    go(lender, "^Zusagen")
    send(lender)
    go(lender, "^Vorbereiten")
    for box in lender.locator("main input[type=checkbox]").all():
        box.check()
    send(lender)
    scan_all(lender)
    go(lender, "Weiter zu Zustand")
    sign(lender)


def report_fault(head, number):
    open_loan(head, number)
    go(head, "Störung melden")
    head.locator(".slot.pick").nth(2).click()
    head.locator(".tile").first.click()
    send(head)


def swap_and_take_back(lender, number):
    open_loan(lender, number)
    go(lender, "^Tauschen")
    lender.locator("main input[type=radio]").first.check()
    send(lender)
    go(lender, "Zur Ausleihe")
    go(lender, "Zurücknehmen")
    scan_all(lender)
    lender.locator(".count-line").first.get_by_role("button", name="weniger").first.click()
    lender.locator("#said [data-heard=counted]").wait_for()
    go(lender, "Weiter zu Zustand")
    sign(lender)


def inspect(lender):
    lender.locator("summary", has_text="Etwas stimmt nicht").click()
    lender.locator("input[name=lendable]").uncheck()
    lender.locator("textarea[name=note]").fill("Display gesprungen")
    lender.locator("main details form button[type=submit]").click()
    lender.wait_for_load_state()
    fine = lender.get_by_role("button", name="Alles gut")
    while fine.count():
        fine.click()
        lender.wait_for_load_state()


def decide_and_close(lender):
    go(lender, "Display gesprungen")
    lender.locator("main input[type=radio]").first.check()
    lender.locator("main textarea").fill("Sturz im Unterricht.")
    send(lender)
    go(lender, "Zur Ausleihe")
    go(lender, "Schließen")
    send(lender)


def test_from_the_application_to_the_next_school(tmp_path):
    with live_demo(tmp_path / "demo") as address, browser() as window:
        head, lender = page_as(window, address, "head"), page_as(window, address, "lender")
        number = apply(head)
        hand_over(lender, number)
        report_fault(head, number)
        swap_and_take_back(lender, number)
        inspect(lender)
        decide_and_close(lender)
        text = lender.locator("main").inner_text()
        papers = re.findall("Entscheidung|Rückgabeprotokoll|Nachtrag|Leihvertrag Nr", text)
        state = lender.locator(".standing").inner_text().strip()
        owed = re.findall(r"Stift: .*?defekt|Stift: \d+ fehlt", text)
    assert (state, owed[:1]) == ("abgeschlossen", ["Stift: 1 fehlt"])
    assert sorted(set(papers)) == [
        "Entscheidung",
        "Leihvertrag Nr",
        "Nachtrag",
        "Rückgabeprotokoll",
    ]
