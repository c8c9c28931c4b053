"""The list of loans, and one loan."""

from django.urls import path

from loans.overview.views import list as list_views
from loans.overview.views import show

urlpatterns = [
    path("", list_views.index, name="list"),
    path("export.<str:format>", list_views.export, name="export"),
    path("<int:number>/", show.show, name="show"),
]
