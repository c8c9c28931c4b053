"""A person's own API tokens, below /settings/."""

from django.urls import path

from api.settings_pages import views

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<str:digest>/end/", views.end, name="token_end"),
]
