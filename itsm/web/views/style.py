"""Every component on one page, in DEBUG."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from itsm.web.style import style_context


@login_not_required
def style_page(request):
    """Each part of the look in each state."""
    return render(request, "web/style.html", style_context())
