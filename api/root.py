"""The door of the API: where what is, the schema, and the page that explains it."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from api.base import HasRole
from api.reference import kinds_of, operations_of

KINDS = (
    "schools",
    "locations",
    "categories",
    "tiles",
    "manufacturers",
    "models",
    "funding_sources",
    "statuses",
    "fields",
    "people",
    "devices",
    "accessory_kinds",
    "cases",
    "labels",
    "tickets",
    "loans",
    "events",
)


@extend_schema(exclude=True)
class Root(APIView):
    """The addresses of all lists, on the host that was asked."""

    permission_classes = [HasRole]

    def get(self, request):
        """All lists, the schema, and the page that explains it."""
        lists = {kind: reverse(f"api-{kind}-list", request=request) for kind in KINDS}
        more = {name: reverse(name, request=request) for name in ("schema", "docs")}
        return Response(lists | more)


class SchemaView(SpectacularAPIView):
    """OpenAPI 3, as JSON unless YAML is asked for."""

    permission_classes = [HasRole]
    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


@extend_schema(exclude=True)
class Unknown(APIView):
    """Whatever else is asked for below /api/v1/: a problem document, no page."""

    permission_classes = [HasRole]

    def dispatch(self, request, *args, **kwargs):
        """An address that lacks only its last slash is helped along, method and body kept."""
        whole = f"{request.path_info}/"
        if not request.path.endswith("/") and resolve(whole).url_name != "api_unknown":
            query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
            return HttpResponsePermanentRedirect(f"{request.path}/{query}", preserve_request=True)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        """Nothing is here, whatever is to be done with it."""
        super().initial(request, *args, **kwargs)
        raise NotFound


class Whatever(BaseContentNegotiation):
    """The page is a page, whatever was asked for; refusals are JSON."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


@extend_schema(exclude=True)
class Docs(APIView):
    """What can be asked and done, made from the schema: without scripts, without other hosts."""

    permission_classes = [HasRole]
    content_negotiation_class = Whatever

    def get(self, request, kind=""):
        """All kinds of things, or everything about one."""
        schema = SchemaGenerator().get_schema(request=None, public=True)
        kinds = kinds_of(schema)
        if kind and kind not in kinds:
            raise Http404
        operations = operations_of(schema, kind) if kind else []
        context = {"kinds": kinds, "kind": kind, "operations": operations}
        return render(request._request, "api/docs.html", context)

    def handle_exception(self, error):
        """People without a sign-in are asked for it; programs hear 401."""
        wants_page = "text/html" in self.request.headers.get("Accept", "")
        if isinstance(error, NotAuthenticated) and wants_page:
            return redirect_to_login(self.request.get_full_path())
        return super().handle_exception(error)
