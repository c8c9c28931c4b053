"""The settings pages, for people who can't program."""

from django.urls import include, path

from itsm.adapting.views.index import index

urlpatterns = [
    path("", index, name="settings"),
    path("tokens/", include("api.token_urls")),
    path("people/", include("itsm.accounts.people.urls")),
    path("", include("itsm.adapting.urls")),
]
