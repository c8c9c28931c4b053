"""The settings of tickets, below /settings/."""

from django.urls import path

from tickets.settings_pages import views

urlpatterns = [
    path("routing/", views.routing, name="routing"),
    path("routing/new/", views.rule, name="rule_new"),
    path("routing/<int:pk>/", views.rule, name="rule"),
    path("routing/<int:pk>/remove/", views.remove_rule, name="rule_remove"),
    path("tickets/", views.days, name="days"),
]
