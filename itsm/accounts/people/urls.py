"""People pages, below /settings/people/."""

from django.urls import path

from itsm.accounts import views as accounts
from itsm.accounts.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("invite/", views.invite, name="invite"),
    path("second-factor/", accounts.demand, name="factor"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/email/", accounts.email_of, name="email"),
    path("<int:pk>/second-factor/", accounts.take_off, name="take_off_factor"),
    path("<int:pk>/roles/", views.add_role, name="add_role"),
    path("<int:pk>/roles/<int:membership>/remove/", views.remove_role, name="remove_role"),
    path("<int:pk>/postings/", views.postings, name="postings"),
    path("<int:pk>/resend/", views.resend, name="resend"),
    path("<int:pk>/leave/", views.leave, name="leave"),
]
