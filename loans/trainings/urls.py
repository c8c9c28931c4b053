"""Trainings: the dates, one of them with its seats, certificates."""

from django.urls import path

from loans.trainings import views

urlpatterns = [
    path("trainings/", views.index, name="trainings"),
    path("trainings/new/", views.save, name="training_new"),
    path("trainings/<int:pk>/", views.show, name="training"),
    path("trainings/<int:pk>/edit/", views.save, name="training_edit"),
    path("trainings/<int:pk>/attendance/", views.attendance, name="attendance"),
    path("trainings/<int:pk>/seats/<int:seat>/give_up/", views.give_up, name="give_up_seat"),
    path(
        "trainings/<int:pk>/seats/<int:seat>/certificate/",
        views.certificate_pdf,
        name="certificate",
    ),
]
