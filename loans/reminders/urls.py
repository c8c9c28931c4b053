"""Who is reminded when, in which words, and when reminders rest."""

from django.urls import path

from loans.reminders import views

urlpatterns = [
    path("settings/reminders/", views.index, name="reminders"),
    path("settings/reminders/new/", views.rule, name="reminder_new"),
    path("settings/reminders/coming/", views.coming, name="reminders_coming"),
    path("settings/reminders/resting/", views.resting, name="resting"),
    path("settings/reminders/<int:pk>/", views.rule, name="reminder"),
]
