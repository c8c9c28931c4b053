"""Pictures of a loan, as they go out and come in."""

from rest_framework import serializers
from rest_framework.reverse import reverse

from api.serializers.lending import OfItem, let_in
from api.serializers.places import PersonName
from itsm.files.sniffing import PICTURES
from loans.handover.forms.handover import MOST_BYTES
from loans.models import LoanPhoto


class PhotoRow(serializers.ModelSerializer):
    """A picture: of what, from when, by whom, and where it is fetched."""

    slot = serializers.IntegerField(source="item.slot", default=None, allow_null=True)
    device = serializers.IntegerField(source="item.device_id", default=None, allow_null=True)
    by = PersonName(allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = LoanPhoto
        fields = ["id", "loan", "item", "slot", "device", "act", "by", "created_at", "url"]

    def get_url(self, photo) -> str:
        where = {"number": photo.loan_id, "pk": photo.pk}
        return reverse("api-photos-file", kwargs=where, request=self.context["request"])


class NewPhoto(OfItem):
    """The picture, and of which device of the loan; of the whole case where none is named."""

    act = serializers.ChoiceField(LoanPhoto.Act.choices)
    file = serializers.FileField()

    def validate(self, data):
        of_one = any(name in data for name in ("item", "device", "slot", "code"))
        data = super().validate(data) if of_one else data
        accepted = let_in(data["file"], max_bytes=MOST_BYTES, kinds=PICTURES)
        return {"act": data["act"], "accepted": accepted, "item": data.get("item")}
