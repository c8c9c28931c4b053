"""The first page: what needs me today."""

from django.shortcuts import render
from django.utils import timezone

from itsm.web.start_page import start_page


def home(request):
    """One page, its contents by role; a friendly word for people without one."""
    template, shown = start_page(request.user, request.GET.get("scope", ""))
    return render(request, template, {"now": timezone.localtime(), **shown})
