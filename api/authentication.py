"""Bearer tokens."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from api.models import ApiToken
from itsm.people.factors import lacks_factor, with_factor


class BearerToken(TokenAuthentication):
    """`Authorization: Bearer <token>`: hashed, expiring, dead as soon as the person has left."""

    def authenticate_credentials(self, token):
        """Whose token this is: one look by its hash, however many tokens there are."""
        digest = hash_token(token.decode("latin-1"))
        alive = Q(expiry=None) | Q(expiry__gt=timezone.now())
        known = ApiToken.objects.filter(alive, digest=digest, user__is_active=True)
        row = with_factor(known.select_related("user"), "user").first()
        if row is None:
            raise AuthenticationFailed(_("This token is unknown, or its time is over."))
        if lacks_factor(row, row.user):
            raise PermissionDenied(_("Please set up a second factor first: your role needs one."))
        return row.user, row


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema speaks of it."""

    target_class = BearerToken
    name = "bearer"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}
