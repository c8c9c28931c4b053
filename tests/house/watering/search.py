"""What the search box finds of plants."""

from itsm.people.models import SchoolKind
from itsm.web.finding import Kind, Line


def exact(user, words):
    return "/plants/" if words == "Gießkanne" else ""


def plants(user, words):
    return SchoolKind.objects.filter(name__contains=words).order_by("name")


def line(user):
    return lambda plant: Line("/plants/", "star", plant.name, f"gesehen von {user.username}")


KINDS = [Kind(350, exact, "Pflanzen", plants, line, lambda: "/plants/?q=")]
