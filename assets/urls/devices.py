"""Devices: the list, one device, and one address a step."""

from django.urls import path

from assets.views import lists, papers, show, steps

app_name = "devices"
urlpatterns = [
    path("", lists.index, name="list"),
    path("export.<str:format>", lists.export, name="export"),
    path("new/", steps.new, name="new"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/edit/", steps.edit, name="edit"),
    path("<int:pk>/life/", show.life, name="life"),
    path("<int:pk>/files/", papers.index, name="files"),
    path("<int:pk>/files/new/", papers.add, name="add_file"),
    path("<int:pk>/files/<int:file>/", papers.download, name="file"),
    path("<int:pk>/files/<int:file>/remove/", papers.remove, name="remove_file"),
    path("<int:pk>/<str:step>/", steps.step, name="step"),
]
