"""The pages about gardens, below /settings/."""

from django.http import HttpResponse
from django.urls import path

from itsm.settings_pages.pages import administrators

beds = administrators(lambda request: HttpResponse("Hochbeet"))
urlpatterns = [path("beds/", beds, name="beds")]
