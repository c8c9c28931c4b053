"""The roof: every address of the program, in one place to read."""

from django.conf import settings
from django.urls import include, path, re_path

from assets.labels import views as label_views
from itsm.web.views import branding, health, home, search, style

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("", include("tickets.reporting.urls")),
    path("accounts/", include("itsm.accounts.urls")),
    path("devices/", include("assets.devices.urls")),
    path("locations/", include("assets.places.urls")),
    path("scan/", label_views.scan, name="scan"),
    path("labels/", include("assets.labels.urls")),
    path("imports/", include("assets.imports.urls")),
    path("tickets/", include("tickets.urls")),
    path("loans/settings/", include("loans.settings_pages.urls")),
    path("loans/", include("loans.urls")),
    path("cases/", include("loans.cases.urls")),
    path("settings/", include("itsm.settings_pages.urls")),
    path("api/v1/", include("api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("branding.css", branding.stylesheet, name="branding"),
    path("logo", branding.logo, name="logo"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]

if settings.DEBUG:
    urlpatterns.append(re_path(r"^style/$", style.style_page, name="style"))
if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = "itsm.web.errors.bad_request"
handler403 = "itsm.web.errors.forbidden"
handler404 = "itsm.web.errors.not_found"
handler500 = "itsm.web.errors.server_error"
