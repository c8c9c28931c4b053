"""Lessons booked inside a school."""

from django.urls import path

from loans.bookings import views

urlpatterns = [
    path("<int:number>/bookings/", views.bookings, name="bookings"),
    path("<int:number>/bookings/<int:pk>/cancel/", views.cancel, name="cancel_booking"),
]
