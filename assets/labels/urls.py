"""Addresses of the labels pages."""

from django.urls import path

from assets.labels import views

app_name = "labels"
urlpatterns = [
    path("", views.index, name="list"),
    path("print/", views.print_labels, name="print"),
    path("blank/", views.blank, name="blank"),
    path("adjust/", views.adjust, name="adjust"),
    path("test/<slug:format_id>/", views.test, name="test"),
    path("test/<slug:format_id>/pdf/", views.test_pdf, name="test_pdf"),
    path("device/<int:pk>/replace/", views.replace, {"kind": "device"}, name="replace_device"),
    path(
        "location/<int:pk>/replace/", views.replace, {"kind": "location"}, name="replace_location"
    ),
    path("<code>/bind/", views.bind, name="bind"),
    path("<code>/revoke/", views.revoke, name="revoke"),
]
