"""Cases: the list, the spare pool, one case with its slots, and one address a step."""

from django.urls import path

from loans.cases.views import cases, filling

app_name = "cases"
urlpatterns = [
    path("", cases.index, name="list"),
    path("spares/", cases.spares, name="spares"),
    path("fill/", filling.choose, name="choose"),
    path("<int:pk>/", cases.show, name="show"),
    path("<int:pk>/fill/", filling.fill, name="fill"),
    path("<int:pk>/take_out/", filling.take_out, name="take_out"),
    path("<int:pk>/count/", filling.count, name="count"),
    path("<int:pk>/edit/", filling.edit, name="edit"),
]
