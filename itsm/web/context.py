"""What every page knows: the authority's name and look."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from itsm.people.models import Authority


def authority(request):
    """The authority's row, read only by pages that show it."""
    return {"authority": SimpleLazyObject(Authority.get), "demo": settings.DEMO}
