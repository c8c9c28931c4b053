"""How the routes describe themselves: parameters, bodies, answers, refusals."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers


class Problem(serializers.Serializer):
    """A refusal: RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(required=False)


REFUSALS = {
    400: "Not understood, or a value is not right; `errors` says which.",
    401: "Not signed in.",
    403: "Visible, but not this person's to do.",
    404: "Not there, or not for this person.",
    406: "Only JSON is spoken here.",
    409: "Impossible now, or the key was used for something else.",
    413: "Too big.",
    415: "Only JSON is understood here.",
    429: "This token asks too often: again after `Retry-After` seconds.",
    503: "The database does not answer.",
}
# After these somebody may come again, and is told when.
WAITING = ("429", "503")
CUSTOM = "By a custom field: `?cf_<key>=`, with a key out of `fields/`."
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 80},
    OpenApiParameter.HEADER,
    description="The same key with the same body gets the same answer again, for 90 days.",
)


class Schema(AutoSchema):
    """Adds to every route what is true of all of them."""

    def get_override_parameters(self):
        """The once-only key of writes; filters, search and orderings of lists."""
        if self.method != "GET":
            return [KEY]
        return self._of_lists() if self._is_list_view() else []

    def get_description(self):
        """A list says what its rows are, and whether custom fields narrow it down."""
        if not self._is_list_view():
            return super().get_description()
        told = get_doc(type(self.view))
        return f"{told} {CUSTOM}" if self.view.custom_owner else told

    def _of_lists(self):
        orderings = sorted(self.view.orderings)
        words = [word for name in orderings for word in (name, f"-{name}")]
        return [
            *(wanted.parameter(name) for name, wanted in sorted(self.view.filters.items())),
            OpenApiParameter("search", OpenApiTypes.STR),
            OpenApiParameter("ordering", OpenApiTypes.STR, enum=words),
        ]

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(Problem, "response").ref
        content = {"application/problem+json": {"schema": problem}}
        for status in self._refusals():
            bodies[str(status)] = {"description": REFUSALS[status], "content": content}
        for status in WAITING:
            bodies[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        return dict(sorted(bodies.items()))

    def _refusals(self):
        reading = [400, 401, 404, 406, 429, 503]
        return reading if self.method == "GET" else sorted([*reading, 403, 409, 413, 415])
