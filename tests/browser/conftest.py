"""One demo story behind one server, and one browser, for all tests in a browser."""

import pytest

from tests.browser.stage import browser, live_demo
from tests.services import chromium


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    if not chromium():
        pytest.skip("There is no Chromium: the tests in a browser are left out.")
    with live_demo(tmp_path_factory.mktemp("demo")) as where:
        yield where


@pytest.fixture(scope="session")
def window(address):
    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def places(window, address):
    """Where the projector, its newest ticket and its label are."""
    from tests.browser.screenshots import find_places

    return find_places(window, address)
