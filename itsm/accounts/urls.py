"""Signing in and out, password, second factor: allauth's own pages in our layout."""

from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView

from itsm.accounts import views as account_views
from itsm.accounts.people import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/email/", account_views.my_email, name="my_email"),
    path("me/email/<str:token>/", account_views.confirm_email, name="confirm_email"),
    path("me/sessions/", account_views.sessions, name="sessions"),
    path("me/sessions/end/", account_views.end_all, name="end_sessions"),
    path("me/sessions/<slug:mark>/end/", account_views.end, name="end_session"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    # Addresses are changed on one's own page; allauth's page for several of them is not offered.
    path("email/", RedirectView.as_view(pattern_name="me")),
    # Addresses are confirmed by a link of ours: allauth's is not offered.
    re_path(
        r"^confirm-email/(?:[-:\w]+/)?$",
        RedirectView.as_view(url=reverse_lazy("account_login")),
        name="email_needs_no_confirming",
    ),
    path("", include("allauth.urls")),
]
