"""/api/v1/: one route a kind of thing, one action a step."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from api.root import Docs, Root, SchemaView, Unknown
from api.views import (
    cases,
    catalogue,
    devices,
    events,
    labels,
    loans,
    parts,
    people,
    places,
    tickets,
)

router = SimpleRouter()
router.register("schools", places.Schools, "api-schools")
router.register("locations", places.Locations, "api-locations")
router.register("categories", catalogue.Categories, "api-categories")
router.register("tiles", catalogue.Tiles, "api-tiles")
router.register("manufacturers", catalogue.Manufacturers, "api-manufacturers")
router.register("models", catalogue.Models, "api-models")
router.register("funding_sources", catalogue.FundingSources, "api-funding_sources")
router.register("statuses", catalogue.Statuses, "api-statuses")
router.register("fields", catalogue.Fields, "api-fields")
router.register("people", people.People, "api-people")
router.register("devices", devices.Devices, "api-devices")
router.register("accessory_kinds", catalogue.AccessoryKinds, "api-accessory_kinds")
router.register("cases", cases.Cases, "api-cases")
router.register("labels", labels.Labels, "api-labels")
router.register("tickets", tickets.Tickets, "api-tickets")
router.register("loans", loans.Loans, "api-loans")
router.register("events", events.Events, "api-events")
# What is only to be had of one loan.
inside = SimpleRouter()
ONE = "loans/(?P<number>[0-9]{1,18})"
inside.register(f"{ONE}/photos", parts.Photos, "api-photos")
inside.register(f"{ONE}/papers", parts.Papers, "api-papers")
inside.register(f"{ONE}/conditions", parts.Proofs, "api-proofs")

urlpatterns = [
    path("", Root.as_view(), name="api"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    path("docs/<slug:kind>/", Docs.as_view(), name="docs_kind"),
    *router.urls,
    *inside.urls,
    re_path(r"^[\s\S]*$", Unknown.as_view(), name="api_unknown"),
]
