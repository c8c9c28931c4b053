"""An administrator at the settings."""

import pytest


@pytest.fixture
def client_of(adam, sign_in):
    """Signed in as adam."""
    return sign_in(adam)
