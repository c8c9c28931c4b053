"""What schools say about a loan, and what they tell the others."""

from django.urls import path

from loans.evaluations import views

urlpatterns = [
    path("experiences/", views.index, name="experiences"),
    path("experiences/new/", views.new, name="experience_new"),
    path("experiences/<int:pk>/remove/", views.remove, name="experience_remove"),
    path("<int:number>/evaluate/", views.evaluate, name="evaluate"),
]
