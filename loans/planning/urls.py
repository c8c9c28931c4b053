"""The plan of a year, figures, and calendars for other programs."""

from django.urls import path

from loans.planning.views import feeds, figures, plan

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("year/", plan.year, name="year"),
    path("<int:number>/replan/", plan.replan, name="replan"),
    path("figures/", figures.index, name="figures"),
    path("figures/export.<str:format>", figures.export, name="figures_export"),
    path("figures/told.<str:format>", figures.told, name="figures_told"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<str:secret>.ics", feeds.feed, name="feed"),
]
