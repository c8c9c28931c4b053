"""The house's addresses, and one more."""

from django.urls import include, path

from tests.house.watering.plants import page

urlpatterns = [path("plants/", page, name="plants"), path("", include("itsm.urls"))]
