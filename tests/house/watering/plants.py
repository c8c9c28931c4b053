"""Its plants, and the page that lists them."""

from django.http import HttpResponse

from itsm.people.models import SchoolKind

watered = []


def thirsty(*_user):
    """The plants that wait for somebody."""
    return SchoolKind.objects.filter(name__startswith="durstig")


def page(request):
    return HttpResponse("Palme")
