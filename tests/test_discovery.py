"""What the apps bring is found by its name, in the order in which they are installed."""

from itsm.discovery import brought, modules_named


def test_modules_are_found_in_the_order_of_the_installed_apps():
    names = [module.__name__ for module in modules_named("metrics").values()]
    assert names == ["assets.metrics", "tickets.metrics", "itsm.metrics"]
    assert list(modules_named("metrics")) == ["assets", "tickets", "itsm"]


def test_what_nobody_brings_is_nothing():
    assert (modules_named("nobody_has_this"), brought("nobody_has_this", "ENTRIES")) == ({}, [])


def test_a_module_without_such_a_list_brings_none():
    """Django's own app for PostgreSQL and the house have a module `search` as well."""
    assert {"postgres", "itsm"} <= modules_named("search").keys()
    assert [kind.order for kind in brought("search", "KINDS")] == [0, 200, 400, 100, 300]


def test_an_app_that_is_installed_later_is_found(settings):
    before = list(modules_named("metrics"))
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.house.watering"]
    assert list(modules_named("metrics")) == [*before, "watering"]
