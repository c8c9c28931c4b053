"""Finding colleagues, for administrators."""

from django.db.models import Q

from itsm.people.models import User
from itsm.people.rules import can_manage_people
from itsm.workflow import require


def people_for(administrator, *, q="", role="", school=None, left=False):
    """Everybody with a sign-in, filtered; only administrators ask."""
    require(can_manage_people, administrator)
    people = User.objects.filter(is_active=not left).prefetch_related("memberships__school")
    for word in (q or "").split():
        names = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        people = people.filter(names | Q(email__icontains=word) | Q(username__icontains=word))
    if role:
        people = people.filter(memberships__role=role)
    if school:
        people = people.filter(memberships__school=school)
    return people.distinct()


def person_for(administrator, pk):
    """One person's row for an administrator, or None."""
    return (
        people_for(administrator).filter(pk=pk).first()
        or people_for(administrator, left=True).filter(pk=pk).first()
    )
