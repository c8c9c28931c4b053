"""One box finds it all: tickets, devices, places, and codes of labels."""

from django.shortcuts import redirect, render

from itsm.web.finding import exact_match, find

LONGEST = 500


def search(request):
    """Straight to the thing when there is only one it can be; else the first ten of each."""
    words = " ".join(request.GET.get("q", "")[:LONGEST].replace("\0", "").split())
    target = exact_match(request.user, words)
    if target:
        return redirect(target)
    return render(request, "home/search.html", {"q": words, "groups": find(request.user, words)})
