"""The first page: what needs me today."""

from django.shortcuts import render
from django.utils import timezone

from itsm.dashboards import dashboard_for


def home(request):
    """One page, its contents by role; a friendly word for people without one."""
    template, shown = dashboard_for(request.user, request.GET.get("scope", ""))
    return render(request, template, {"now": timezone.localtime(), **shown})
