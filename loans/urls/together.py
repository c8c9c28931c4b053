"""What makes lending more than carrying cases: lessons, trainings, what schools tell; reminders."""

from django.urls import path

from loans.views import experiences, reminders, together, trainings

urlpatterns = [
    path("trainings/", trainings.index, name="trainings"),
    path("trainings/new/", trainings.save, name="training_new"),
    path("trainings/<int:pk>/", trainings.show, name="training"),
    path("trainings/<int:pk>/edit/", trainings.save, name="training_edit"),
    path("trainings/<int:pk>/attendance/", trainings.attendance, name="attendance"),
    path("trainings/<int:pk>/seats/<int:seat>/give_up/", trainings.give_up, name="give_up_seat"),
    path(
        "trainings/<int:pk>/seats/<int:seat>/certificate/",
        trainings.certificate_pdf,
        name="certificate",
    ),
    path("experiences/", experiences.index, name="experiences"),
    path("experiences/new/", experiences.new, name="experience_new"),
    path("experiences/<int:pk>/remove/", experiences.remove, name="experience_remove"),
    path("<int:number>/bookings/", together.bookings, name="bookings"),
    path("<int:number>/bookings/<int:pk>/cancel/", together.cancel, name="cancel_booking"),
    path("<int:number>/evaluate/", together.evaluate, name="evaluate"),
    path("settings/reminders/", reminders.index, name="reminders"),
    path("settings/reminders/new/", reminders.rule, name="reminder_new"),
    path("settings/reminders/coming/", reminders.coming, name="reminders_coming"),
    path("settings/reminders/resting/", reminders.resting, name="resting"),
    path("settings/reminders/<int:pk>/", reminders.rule, name="reminder"),
]
