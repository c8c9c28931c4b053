"""Addresses of imports."""

from django.urls import path

from assets.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/failed.<str:format>", views.failed, name="failed"),
]
