"""What all routes share: only what the person sees, named parameters, once-only writes."""

import hashlib
import json
from functools import partial

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from api.fields import Body
from api.filters import known
from api.problems import TooBig
from itsm.fields.forms import PREFIX, custom_filter
from itsm.fields.models import CustomField
from itsm.guards.once import once
from itsm.people.rules import is_member
from itsm.workflow import require
from itsm.workflow.locking import twice

ALWAYS = {"page", "page_size", "search", "ordering"}
LONGEST_KEY = 80


class HasRole(permissions.IsAuthenticated):
    """Signed in. People without a role pass, too, and see empty lists."""


class Nothing(Body):
    """A step that needs no words."""


class Scoped(viewsets.GenericViewSet):
    """A list and its rows. `filters` and `orderings` name every parameter there is; an ordering
    maps a word to a column. What is not named is refused."""

    permission_classes = [HasRole]
    lookup_value_regex = "[0-9]{1,18}"
    filters = {}
    orderings = {"id": "pk"}
    # Whose custom fields `?cf_<key>=` asks for: CustomField's owner_type.
    custom_owner = None

    def initial(self, request, *args, **kwargs):
        """Signed in, allowed, and not too big, before anything is read."""
        super().initial(request, *args, **kwargs)
        most = self.most_bytes()
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            raise TooBig(_("At most %(most)s bytes.") % {"most": most})

    def most_bytes(self):
        """How much a body may hold."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def rows(self, user):
        """The rows this person sees."""
        raise AssertionError("every route says what it shows")

    def found(self, rows, words):
        """The rows that hold these words."""
        raise AssertionError("every route says how it is searched")

    def get_queryset(self):
        user = self.request.user
        return self.rows(user) if is_member(user) else self.rows(user).none()

    def list(self, request, **kwargs):
        """The rows this person sees, filtered, sorted, page by page."""
        page = self.paginate_queryset(self.sorted(self.filtered(self.get_queryset())))
        return self.get_paginated_response(self.shown_all(page))

    def retrieve(self, request, **kwargs):
        """One row."""
        self.only_known(set())
        return Response(self.shown_all([self.get_object()])[0])

    def shown_all(self, rows):
        """The rows as they go out."""
        return self.get_serializer(rows, many=True).data

    def shown(self, row):
        """One row as it is now, after a step."""
        row.refresh_from_db()
        return self.shown_all([row])[0]

    def filtered(self, rows):
        """The rows the parameters ask for; unknown parameters are refused by name."""
        self.only_known(ALWAYS | self.filters.keys())
        params = self.request.query_params
        for name, wanted in self.filters.items():
            if values := [value for value in params.getlist(name) if value]:
                rows = wanted.narrow(rows, values, self.request.user)
        rows = self.custom_filtered(rows, params)
        words = params.get("search", "").strip()[:200]
        return self.found(rows, words) if words else rows

    def custom_filtered(self, rows, params):
        """Narrowed by `?cf_<key>=`; a key of several categories means any of them."""
        for name in [name for name in params if name.startswith(PREFIX)]:
            key = name.removeprefix(PREFIX)
            fields = CustomField.objects.filter(owner_type=self.custom_owner, key=key)
            fields = list(fields.filter(retired=False)[:50])
            if not fields:
                raise ValidationError({name: [_("There is no such field.")]})
            rows = self.with_custom(rows, fields, params)
        return rows

    def with_custom(self, rows, fields, params):
        """The rows that hold what is asked for in one of these fields of the same key."""
        return rows.filter(custom_filter(fields[:1], params))

    def sorted(self, rows):
        """In the order asked for; ties by id."""
        wanted = self.request.query_params.get("ordering", "")
        if not wanted:
            return rows
        allowed, word = self.allowed_orderings(), wanted.removeprefix("-")
        if word not in allowed:
            raise ValidationError({"ordering": [known(sorted(allowed))]})
        return rows.order_by(("-" if wanted.startswith("-") else "") + allowed[word], "pk")

    def allowed_orderings(self):
        """The words this person may sort by."""
        return self.orderings

    def only_known(self, allowed):
        """Refuse parameters that are not on the list, and texts no database takes."""
        for name, values in self.request.query_params.lists():
            custom = self.custom_owner and allowed and name.startswith(PREFIX)
            if name not in allowed and not custom:
                raise ValidationError({name: [known(sorted(allowed))]})
            if any("\x00" in value for value in (name, *values)):
                raise ValidationError({name: [_("Not understood.")]})

    def answer(self, act, status=200):
        """Take a step once: the same Idempotency-Key and body get the same answer again.
        `status` may be made of the body."""
        self.only_known(set())
        request, key = self.request, self.request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST_KEY:
            raise ValidationError({"Idempotency-Key": [_("At most 80 characters.")]})
        payload = {
            "method": request.method,
            "path": request.path,
            "body": _known_again(request.data),
        }

        done = []

        def run():
            done.append(json.loads(JSONRenderer().render(act()) or "null"))
            return {"status": status(done[-1]) if callable(status) else status, "body": done[-1]}

        kept = twice(partial(once, f"user:{request.user.pk}", key, payload, run))
        if not done:
            self._must_still_see(kept["body"])
        return Response(kept["body"], status=kept["status"])

    def _must_still_see(self, body):
        """An answer given again is for those who see its row now: a role may have gone since.
        Who joined a ticket was never shown its row."""
        if (self.lookup_url_kwarg or self.lookup_field) in self.kwargs:
            self.get_object()
        elif isinstance(body, dict) and "id" in body and not body.get("joined"):
            get_object_or_404(self.get_queryset(), pk=body["id"])

    def read(self, body, thing=None):
        """The body, checked; 400 with a sentence a field otherwise."""
        context = {**self.get_serializer_context(), "thing": thing}
        serializer = body(data=self.request.data, context=context)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def _known_again(data):
    """The body as the same body is known again: a file by its hash."""
    if not hasattr(data, "items"):
        return data
    return {name: _mark(value) for name, value in data.items()}


def _mark(value):
    if not hasattr(value, "chunks"):
        return value
    mark = hashlib.sha256()
    for chunk in value.chunks():
        mark.update(chunk)
    value.seek(0)
    return mark.hexdigest()


def step(take, body=Nothing, *, may, name="", row=None, **more):
    """A route POST <thing>/<step>/ that knocks on the workflow's door of this name.

    Not there comes first (404), then not allowed (403), not understood (400), impossible (409).
    """

    def view(self, request, **kwargs):
        def act():
            thing = self.get_object()
            require(may, request.user, thing)
            take(thing, by=request.user, **self.read(body, thing))
            return self.shown(thing)

        return self.answer(act)

    view.__name__, view.__doc__ = name or take.__name__, take.__doc__
    routed = action(detail=True, methods=["post"], url_name=view.__name__, **more)(view)
    asked = None if body is Nothing else body
    return extend_schema(request=asked, responses={200: row} if row else None)(routed)
