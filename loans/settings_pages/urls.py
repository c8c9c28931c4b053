"""The settings of lending, below /loans/settings/."""

from django.urls import path

from loans.settings_pages.views import catalogue, lists

app_name = "lending"
# What is a list with a form, moved up and down; many of them, and one.
LISTS = {"conditions": "condition", "stages": "stage", "accessories": "accessory"}


def _of(many, one):
    what = {"what": one}
    return [
        path(f"{many}/", lists.listed, what, name=many),
        path(f"{many}/new/", lists.one, what, name=f"{one}_new"),
        path(f"{many}/<int:pk>/", lists.one, what, name=one),
        path(f"{many}/<int:pk>/move/", lists.move, what, name=f"{one}_move"),
    ]


urlpatterns = [
    path("", lists.index, name="index"),
    *(route for many, one in LISTS.items() for route in _of(many, one)),
    path("catalogue/", catalogue.entries, name="entries"),
    path("catalogue/<int:pk>/", catalogue.entry, name="entry"),
    path("catalogue/photos/<int:pk>/remove/", catalogue.remove_photo, name="photo_remove"),
]
