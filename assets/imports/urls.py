"""Addresses of imports."""

from django.urls import path

from assets.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.new, name="new"),
    path("sample.<str:format>", views.sample, name="sample"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/take_back/", views.take_back, name="take_back"),
    path("<int:pk>/failed.<str:format>", views.failed, name="failed"),
]
