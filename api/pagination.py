"""Lists have count, next, previous and results; links stay on the host that was asked."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Fifty a page, up to 500 with `?page_size=`."""

    page_size_query_param = "page_size"
    max_page_size = 500

    def get_schema_operation_parameters(self, view):
        """Pages are counted from one."""
        known = super().get_schema_operation_parameters(view)
        return [one | {"schema": {"type": "integer", "minimum": 1}} for one in known]

    def get_page_size(self, request):
        """As many as asked for, at most 500; what is no number is refused, not ignored."""
        asked = request.query_params.get("page_size", "")
        if asked and not (asked.isascii() and asked.isdecimal() and asked.strip("0")):
            raise ValidationError({"page_size": [_("A whole number from 1 to 500.")]})
        return min(int(asked[-9:]) if len(asked) < 10 else 500, 500) if asked else self.page_size
