"""What is kept in files with a loan: pictures of before and after, papers, proofs."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser

from api.base import Scoped
from api.filters import by_choice, by_id
from api.scope import seen
from api.serializers.loans import ConditionRow, PaperRow
from api.serializers.parts import NewPhoto, PhotoRow
from itsm.files.downloads import SAFETY, download_name, send_file
from itsm.workflow import StepRefused, require
from loans import rules, workflow
from loans.handover.forms.handover import MOST_BYTES
from loans.models import Loan, LoanCondition, LoanPaper, LoanPhoto, PaperKind
from loans.papers.archive import content_of

ROOM_FOR_WORDS = 100_000


class PartOfLoan(Scoped):
    """What is only to be had of one loan, which the address names."""

    def loan(self):
        """The loan, if this person sees it."""
        return get_object_or_404(seen(Loan, self.request.user), pk=self.kwargs["number"])


class Photos(PartOfLoan):
    """The pictures of one loan: `handover` before, `return` after; of one device (`item`) or of the
    whole case (null)."""

    serializer_class, queryset = PhotoRow, LoanPhoto.objects.none()
    parser_classes = [MultiPartParser, JSONParser]
    filters = {"act": by_choice("act", LoanPhoto.Act.values), "item": by_id("item")}
    orderings = {"id": "pk", "created_at": "created_at"}

    def most_bytes(self):
        """A picture is larger than words."""
        return MOST_BYTES + ROOM_FOR_WORDS

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

        return self.answer(act, status=201)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, **kwargs):
        """The picture itself."""
        self.only_known(set())
        photo = self.get_object()
        return send_file(photo.file, name=f"{photo.loan_id}-{photo.pk}", kind="jpg")


class Papers(PartOfLoan):
    """Contract, annexes, protocol and letters of one loan, each unchanged since it was written."""

    serializer_class, queryset = PaperRow, LoanPaper.objects.none()
    filters = {"kind": by_choice("kind", PaperKind.values)}
    orderings = {"id": "pk", "created_at": "created_at"}

    def rows(self, user):
        return LoanPaper.objects.visible_to(user).filter(loan=self.loan()).order_by("-pk")

    def found(self, rows, words):
        return rows.filter(title__icontains=words)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, **kwargs):
        """The PDF itself, or a refusal that says it is not what was kept."""
        self.only_known(set())
        paper = self.get_object()
        content = content_of(paper)
        if content is None:
            words = _("This file is not what was signed: its hash does not fit any more.")
            raise StepRefused(words)
        name = content_disposition_header(True, download_name(paper.title, "pdf"))
        headers = {**SAFETY, "Content-Disposition": name}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class Proofs(PartOfLoan):
    """What has to be proved for one loan, and how it was."""

    serializer_class, queryset = ConditionRow, LoanCondition.objects.none()
    orderings = {"id": "pk"}

    def rows(self, user):
        loan = self.loan()
        rows = loan.conditions.select_related("condition", "met_by", "loan")
        return rows if rules.can_see_all(user, loan) else rows.none()

    def found(self, rows, words):
        return rows.filter(proof__icontains=words)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request, **kwargs):
        """The paper that proves it."""
        self.only_known(set())
        proof = self.get_object()
        if not proof.file:
            raise Http404
        return send_file(proof.file, name=proof.file_name, kind=proof.file_kind)
