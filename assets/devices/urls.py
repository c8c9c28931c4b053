"""Devices: the list, one device, and one address a step."""

from django.urls import path

from assets.devices.views import files, list, show, steps

app_name = "devices"
urlpatterns = [
    path("", list.index, name="list"),
    path("export.<str:format>", list.export, name="export"),
    path("new/", steps.new, name="new"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/edit/", steps.edit, name="edit"),
    path("<int:pk>/life/", show.life, name="life"),
    path("<int:pk>/files/", files.index, name="files"),
    path("<int:pk>/files/new/", files.add, name="add_file"),
    path("<int:pk>/files/<int:file>/", files.download, name="file"),
    path("<int:pk>/files/<int:file>/remove/", files.remove, name="remove_file"),
    path("<int:pk>/<str:step>/", steps.step, name="step"),
]
