"""The settings pages, below /settings/: the frame's own, and those the installed apps bring."""

from importlib import import_module

from django.urls import include, path
from django.utils.module_loading import module_has_submodule

from itsm.discovery import modules_named
from itsm.settings_pages.parts import PACKAGE
from itsm.settings_pages.views import doubles, look, operation, schools, words
from itsm.settings_pages.views.index import index

OWN = [
    path("schools/", schools.schools, name="schools"),
    path("schools/new/", schools.school, name="school_new"),
    path("schools/kinds/", schools.kinds, name="school_kinds"),
    path("schools/<int:pk>/", schools.school, name="school"),
    path("schools/<int:pk>/close/", schools.close, name="school_close"),
    path("schools/<int:pk>/open/", schools.open_again, name="school_open"),
    path("fields/", words.fields, name="fields"),
    path("fields/<int:pk>/", words.field, name="field"),
    path("fields/<int:pk>/move/", words.move_field, name="field_move"),
    path("fields/built-in/<slug:form>/", words.builtin, name="builtin"),
    path("fields/<slug:owner_type>/<int:owner_id>/", words.fields_of, name="fields_of"),
    path("fields/<slug:owner_type>/<int:owner_id>/new/", words.new_field, name="field_new"),
    path("statuses/", words.statuses, name="statuses"),
    path("statuses/<int:pk>/", words.status, name="status"),
    path("statuses/<int:pk>/move/", words.move_status, name="status_move"),
    path("statuses/<slug:kind>/", words.statuses, name="statuses_of"),
    path("statuses/<slug:kind>/<slug:state>/new/", words.new_status, name="status_new"),
    path("look/", look.look, name="look"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("outbox/", operation.outbox, name="outbox"),
    path("outbox/<int:pk>/", operation.message, name="outbox_message"),
    path("outbox/<int:pk>/send/", operation.send_again, name="outbox_send"),
    path("journal/", operation.journal, name="journal"),
]


def _of_the_apps() -> list:
    """The pages of all apps that have no name space of their own."""
    found = []
    for package in modules_named(PACKAGE).values():
        # Of the frame itself this is the module that is being read.
        if package.__name__ != __package__ and module_has_submodule(package, "urls"):
            module = import_module(f"{package.__name__}.urls")
            if not hasattr(module, "app_name"):
                found += module.urlpatterns
    return found


urlpatterns = [
    path("", index, name="settings"),
    path("people/", include("itsm.accounts.people.urls")),
    path("", include(([*OWN, *_of_the_apps()], "settings"))),
]
