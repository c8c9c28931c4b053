"""A person's own API tokens."""

from django.urls import path

from api import views_tokens

urlpatterns = [
    path("", views_tokens.tokens, name="tokens"),
    path("<str:digest>/end/", views_tokens.end, name="token_end"),
]
