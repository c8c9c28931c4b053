"""Tickets: the list, one ticket, and one address a step."""

from django.urls import path

from tickets.overview.views import list, show
from tickets.reporting.views import held, signed_in
from tickets.work.views import steps

app_name = "tickets"
urlpatterns = [
    path("", list.index, name="list"),
    path("export.<str:format>", list.export, name="export"),
    path("new/", signed_in.new, name="new"),
    path("held/", held.index, name="held"),
    path("held/ticked/<str:decision>/", held.decide_ticked, name="decide_ticked"),
    path("held/<int:pk>/files/<int:file>/", held.file, name="held_file"),
    path("held/<int:pk>/<str:decision>/", held.decide, name="decide"),
    path("<int:number>/", show.show, name="show"),
    path("<int:number>/files/<int:pk>/", show.file, name="file"),
    path("<int:number>/join/", signed_in.join, name="join"),
    path("<int:number>/<str:step>/", steps.step, name="step"),
]
