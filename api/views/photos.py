"""How the things of a loan looked, before and after: pictures, listed, sent and fetched."""

import hashlib

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser

from api.base import Scoped
from api.filters import by_choice, by_id
from api.scope import seen
from api.serializers.photos import NewPhoto, PhotoRow
from itsm.steps import require
from itsm.web.downloads import send_file
from loans import rules, workflow
from loans.forms.handing import MOST_BYTES
from loans.models import Loan, LoanPhoto

ROOM_FOR_WORDS = 100_000


class Photos(Scoped):
    """The pictures of one loan: `handover` before, `return` after; of one device (`item`) or of the
    whole case (null)."""

    serializer_class, queryset = PhotoRow, LoanPhoto.objects.none()
    parser_classes = [MultiPartParser, JSONParser]
    filters = {"act": by_choice("act", LoanPhoto.Act.values), "item": by_id("item")}
    orderings = {"id": "pk", "created_at": "created_at"}

    def most_bytes(self):
        """A picture is larger than words."""
        return MOST_BYTES + ROOM_FOR_WORDS

    def loan(self):
        """The loan in the address, if this person sees it."""
        return get_object_or_404(seen(Loan, self.request.user), pk=self.kwargs["number"])

    def rows(self, user):
        photos = LoanPhoto.objects.visible_to(user).filter(loan=self.loan())
        return photos.select_related("item", "by").order_by("pk")

    def found(self, rows, words):
        return rows.filter(item__device__inventory_number__icontains=words)

    @extend_schema(request={"multipart/form-data": NewPhoto}, responses={201: PhotoRow})
    def create(self, request, number=None):
        """A picture as it was taken, as `multipart/form-data`: before the handover is signed, or
        from the handover until the loan is closed."""

        def act():
            loan = self.loan()
            require(rules.can_prepare, request.user, loan)
            data = self.read(NewPhoto, loan)
            return self.shown(workflow.add_photo(loan, by=request.user, **data))

        return self.answer(act, status=201, body=_words(request.data))

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, **kwargs):
        """The picture itself."""
        self.only_known(set())
        photo = self.get_object()
        return send_file(photo.file, name=f"{photo.loan_id}-{photo.pk}", kind="jpg")


def _words(data) -> dict:
    """The body as one knows it again: a file by its hash."""
    return {name: _mark(value) for name, value in data.items()} if hasattr(data, "items") else data


def _mark(value):
    if not hasattr(value, "chunks"):
        return value
    mark = hashlib.sha256()
    for chunk in value.chunks():
        mark.update(chunk)
    value.seek(0)
    return mark.hexdigest()
