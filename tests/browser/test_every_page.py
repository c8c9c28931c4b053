"""Every page a link leads to: axe finds nothing in light and dark, nothing is wider than a narrow
phone, nothing is too small to tap, nothing comes from elsewhere. A new page is walked by itself.
"""

from collections import deque

import pytest
from django.urls import Resolver404, resolve

from tests.browser.stage import DESK, PHONE, axe_faults, page_as
from tests.house.addresses import routes

# Two browsers at once would wait for each other.
pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.xdist_group("browser")]
NARROW = {"width": 320, "height": 640}
# Each page is looked at by the first of these who finds a link to it.
PEOPLE = ["admin", "technician", "support", "teacher", ""]
BEGIN = [
    "/",
    "/search/?q=Beamer",
    "/accounts/me/",
    "/report/",
    "/q/0000000000000000",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-none/",
    "/accounts/password/reset/key/done/",
    "/accounts/invitation/none/",
    "/tickets/held/",
    "/nowhere/",
    "/accounts/2fa/",
]
# Words in an address that make another page of the same route.
TELLING = ("step", "form", "kind", "owner_type")
# First one chooses which device, then the page says what to do with it.
CHOSEN = "?item="
# Drawn in the new colours, and nothing is still on its way to them.
# What inherits a colour may begin to change only when its parent has arrived: until nothing moves.
SETTLED = """async () => {
  const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
  const moving = () => document.getAnimations().filter(one => one.playState === "running");
  await drawn();
  for (let round = 0; round < 20 && moving().length; round++) {
    await Promise.allSettled(moving().map(one => one.finished));
    await drawn();
  }
}"""
MEASURE = """() => {
  const found = [], narrow = document.documentElement;
  if (narrow.scrollWidth > narrow.clientWidth + 1) found.push(`${narrow.scrollWidth} px wide`);
  for (const one of document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")) {
    const box = one.getBoundingClientRect();
    const inLine = one.tagName === "A" && getComputedStyle(one).display === "inline";
    const unseen = !one.checkVisibility() || !box.width || !box.height || one.closest(".hp, .sr-only, .skip");
    if (unseen || inLine || (box.height > 23.5 && box.width > 23.5)) continue;
    if (one.labels && [...one.labels].some((l) => l.getBoundingClientRect().height > 23.5)) continue;
    found.push(`too small: ${one.tagName} ${one.name || one.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""


def test_every_page_is_for_everybody(window, address, places):
    walked, found = set(), []
    for person in PEOPLE:
        page = page_as(window, address, person)
        page.context.set_default_timeout(120_000)
        heard = _listen(page, address)
        todo = deque([*BEGIN, *places.values()])
        while todo:
            path = todo.popleft()
            # The story's loans are pages of their own: each offers other steps.
            if (key := (path,) if path in places.values() else _key(path)) in walked:
                continue
            walked.add(key)
            links, faults = _look(page, address + path)
            todo += links
            found += [f"{person or 'anybody'} {path}: {fault}" for fault in [*faults, *heard]]
            heard.clear()
        page.context.close()
    assert found == []
    assert len({route for route, *_words in walked} & set(routes())) > 150


def _key(path):
    try:
        met = resolve(path.partition("?")[0])
    except Resolver404:
        return ("nowhere",)
    words = [str(met.kwargs[name]) for name in TELLING if name in met.kwargs]
    words += [CHOSEN] * (CHOSEN in path)
    return (met.view_name or met.route, *words)


def _look(page, url):
    """The links of a page, and its faults; a download has neither."""
    answer = page.request.get(url)
    if "html" not in answer.headers["content-type"]:
        return [], []
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.goto(url)
    faults = [*_said_wrong(page), *axe_faults(page)]
    links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    page.evaluate(SETTLED)
    faults += [f"dark: {fault}" for fault in axe_faults(page)]
    page.set_viewport_size(NARROW)
    return [link.partition("#")[0] for link in links], faults + page.evaluate(MEASURE)


def _said_wrong(page):
    if page.evaluate("document.documentElement.lang") != "de":
        yield "not in German"
    if not page.title().strip(" ·"):
        yield "without a title"


def _listen(page, address):
    heard = []
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on("console", lambda said: "Content Security" in said.text and heard.append(said.text))
    page.on(
        "request",
        lambda asked: asked.url.startswith(("data:", "blob:", address)) or heard.append(asked.url),
    )
    return heard
