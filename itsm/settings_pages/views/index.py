"""Where all settings begin."""

from django.shortcuts import render

from itsm.settings_pages.pages import administrators
from itsm.settings_pages.parts import entries, groups_for


@administrators
def index(request):
    """All settings at a glance."""
    return render(request, "settings/index.html", {"groups": groups_for(request.user, entries())})
