"""Signing in and out, password, second factor: allauth's own pages in our dress."""

from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView

from itsm.colleagues import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    # Addresses are changed on one's own page; allauth's page for several of them is not offered.
    path("email/", RedirectView.as_view(pattern_name="me")),
    # Nobody confirms an address: an invitation or a reset has shown that it is theirs.
    re_path(
        r"^confirm-email/(?:[-:\w]+/)?$",
        RedirectView.as_view(url=reverse_lazy("account_login")),
        name="email_needs_no_confirming",
    ),
    path("", include("allauth.urls")),
]
