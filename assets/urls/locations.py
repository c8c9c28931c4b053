"""The tree of places."""

from django.urls import path

from assets.views import places, planning

app_name = "locations"
urlpatterns = [
    path("", places.tree, name="tree"),
    path("rooms/", places.rooms, name="rooms"),
    path("new/", planning.new, name="new"),
    path("<int:pk>/", places.show, name="show"),
    path("<int:pk>/below/", places.below, name="below"),
    path("<int:pk>/life/", places.life, name="life"),
    path("<int:pk>/edit/", planning.edit, name="edit"),
    path("<int:pk>/move/", planning.move, name="move"),
    path("<int:pk>/remove/", planning.remove, name="remove"),
]
