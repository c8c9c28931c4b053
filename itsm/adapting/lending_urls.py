"""The settings of lending, below /loans/settings/."""

from django.urls import path

from itsm.adapting.views import entries, lending

app_name = "lending"
# What is a list with a form, moved up and down; many of them, and one.
LISTS = {"conditions": "condition", "stages": "stage", "accessories": "accessory"}


def _of(many, one):
    what = {"what": one}
    return [
        path(f"{many}/", lending.listed, what, name=many),
        path(f"{many}/new/", lending.one, what, name=f"{one}_new"),
        path(f"{many}/<int:pk>/", lending.one, what, name=one),
        path(f"{many}/<int:pk>/move/", lending.move, what, name=f"{one}_move"),
    ]


urlpatterns = [
    path("", lending.index, name="index"),
    *(route for many, one in LISTS.items() for route in _of(many, one)),
    path("catalogue/", entries.entries, name="entries"),
    path("catalogue/<int:pk>/", entries.entry, name="entry"),
    path("catalogue/photos/<int:pk>/remove/", entries.remove_photo, name="photo_remove"),
]
