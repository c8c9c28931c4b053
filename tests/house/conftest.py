"""The two schools with everything in them, as the house tests need them."""

import pytest
from django.test import Client

from tests.house.story import PEOPLE, NoSignIn, fill, person


@pytest.fixture
def people(request):
    """Everybody by name, and nobody."""
    return {name: request.getfixturevalue(name) for name in PEOPLE} | {"nobody": None}


@pytest.fixture
def catalogue(epson, no_picture):
    """What both schools share: a kind of device, its model and its tiles."""
    return {"category": epson.category, "model": epson, "tile": no_picture}


@pytest.fixture
def deich_things(people, catalogue, deich):
    """Everything the Gymnasium has."""
    return fill(deich, catalogue, reporter=people["anna"], worker=people["tom"])


@pytest.fixture
def moor_things(people, catalogue, moor):
    """Everything the BBS has."""
    return fill(moor, catalogue, reporter=people["olga"], worker=people["nora"])


@pytest.fixture
def window(people):
    """`window("otto").get("/")`: everybody has a browser of his own."""
    browsers = {}

    def _window(name) -> Client:
        if name not in browsers:
            browsers[name] = NoSignIn() if people[name] is None else person(people[name])
        return browsers[name]

    return _window
