"""Applying: the catalogue, the application, its conditions, and one address a step."""

from django.urls import path

from loans.applications.views import applying, catalogue, conditions, steps, waiting

urlpatterns = [
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/photos/<int:pk>/", catalogue.photo, name="catalogue_photo"),
    path("waiting/", waiting.index, name="waiting"),
    path("new/", applying.new, name="new"),
    path("<int:number>/conditions/<int:pk>/", conditions.meet, name="meet_condition"),
    path("<int:number>/conditions/<int:pk>/accept/", conditions.accept, name="accept_condition"),
    path("<int:number>/conditions/<int:pk>/reopen/", conditions.reopen, name="reopen_condition"),
    path("<int:number>/conditions/<int:pk>/file/", conditions.file, name="condition_file"),
    *(path(f"<int:number>/{step}/", steps.step, {"step": step}, name=step) for step in steps.STEPS),
]
