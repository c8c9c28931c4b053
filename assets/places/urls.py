"""The tree of places."""

from django.urls import path

from assets.places.views import editing, places

app_name = "locations"
urlpatterns = [
    path("", places.tree, name="tree"),
    path("rooms/", places.rooms, name="rooms"),
    path("new/", editing.new, name="new"),
    path("<int:pk>/", places.show, name="show"),
    path("<int:pk>/below/", places.below, name="below"),
    path("<int:pk>/life/", places.life, name="life"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/move/", editing.move, name="move"),
    path("<int:pk>/remove/", editing.remove, name="remove"),
]
