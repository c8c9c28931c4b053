"""Loans: the list, the catalogue, the plan, one loan, and one address a step."""

from django.urls import path

from loans.urls import handing, together
from loans.views import (
    applying,
    catalogue,
    conditions,
    feeds,
    figures,
    lists,
    plan,
    show,
    steps,
    waiting,
)

app_name = "loans"
urlpatterns = [
    *handing.urlpatterns,
    *together.urlpatterns,
    path("", lists.index, name="list"),
    path("export.<str:format>", lists.export, name="export"),
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/photos/<int:pk>/", catalogue.photo, name="catalogue_photo"),
    path("waiting/", waiting.index, name="waiting"),
    path("new/", applying.new, name="new"),
    path("plan/", plan.plan, name="plan"),
    path("year/", plan.year, name="year"),
    path("figures/", figures.index, name="figures"),
    path("figures/export.<str:format>", figures.export, name="figures_export"),
    path("figures/told.<str:format>", figures.told, name="figures_told"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<str:secret>.ics", feeds.feed, name="feed"),
    path("<int:number>/", show.show, name="show"),
    path("<int:number>/replan/", plan.replan, name="replan"),
    path("<int:number>/conditions/<int:pk>/", conditions.meet, name="meet_condition"),
    path("<int:number>/conditions/<int:pk>/accept/", conditions.accept, name="accept_condition"),
    path("<int:number>/conditions/<int:pk>/reopen/", conditions.reopen, name="reopen_condition"),
    path("<int:number>/conditions/<int:pk>/file/", conditions.file, name="condition_file"),
    *(path(f"<int:number>/{step}/", steps.step, {"step": step}, name=step) for step in steps.STEPS),
]
