"""Loans as they go out, as far as the reader sees them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from api.serializers.events import LineRow
from api.serializers.places import PersonName
from loans import rules
from loans.models import Condition, Damage, Loan, OpenItem, PaperKind, Stage

# What a teacher sees: which case, whom to ask, and when it goes back.
PLAIN = {
    "id",
    "number",
    "state",
    "school",
    "school_name",
    "case",
    "case_number",
    "category",
    "category_name",
    "end",
    "last_day",
    "responsible",
    "overdue",
}


class ConditionRow(serializers.Serializer):
    """One condition of this loan; `id` is what `meet_condition` takes."""

    id = serializers.IntegerField()
    condition = serializers.IntegerField(source="condition_id")
    name = serializers.CharField(source="condition.label")
    help = serializers.CharField(source="condition.help")
    proof_kind = serializers.ChoiceField(Condition.Proof.choices, source="condition.proof")
    checker = serializers.ChoiceField(Condition.Checker.choices, source="condition.checker")
    met = serializers.BooleanField(source="is_met")
    proof = serializers.CharField()
    file_name = serializers.CharField()
    file_url = serializers.SerializerMethodField()
    valid_until = serializers.DateField(allow_null=True)
    given_at = serializers.DateTimeField(allow_null=True)
    met_at = serializers.DateTimeField(allow_null=True)
    met_by = PersonName(allow_null=True)

    def get_file_url(self, row) -> str | None:
        where = {"number": row.loan_id, "pk": row.pk}
        url = reverse("api-proofs-file", kwargs=where, request=self.context["request"])
        return url if row.file else None


class TaskRow(serializers.Serializer):
    """One line of the list of what is done before the case goes out."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    done = serializers.BooleanField()


class ApprovalRow(serializers.Serializer):
    """Who agreed on which stage."""

    stage = serializers.IntegerField(source="stage_id")
    name = serializers.CharField(source="stage.label")
    role = serializers.ChoiceField(Stage._meta.get_field("role").choices, source="stage.role")
    by = PersonName()
    at = serializers.DateTimeField()
    note = serializers.CharField()


class DamageRow(serializers.Serializer):
    """What broke: its ticket, what it would cost, and who pays."""

    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    cost = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    decision = serializers.ChoiceField(Damage.Decision.choices, allow_blank=True)
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ItemRow(serializers.Serializer):
    """One device of the loan, on its way out and back. The case itself has no slot."""

    id = serializers.IntegerField()
    device = serializers.IntegerField(source="device_id")
    inventory_number = serializers.CharField(source="device.inventory_number")
    slot = serializers.IntegerField(allow_null=True)
    scanned_out_at = serializers.DateTimeField(allow_null=True)
    left_out = serializers.CharField()
    known_damage = serializers.CharField()
    is_out = serializers.BooleanField()
    scanned_in_at = serializers.DateTimeField(allow_null=True)
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    works = serializers.BooleanField(allow_null=True)
    complete = serializers.BooleanField(allow_null=True)
    lendable = serializers.BooleanField(allow_null=True)
    note = serializers.CharField()
    inspected_at = serializers.DateTimeField(allow_null=True)
    damage = DamageRow(allow_null=True, default=None)


class CountedRow(serializers.Serializer):
    """So many went out, so many came back, so many of those broken."""

    id = serializers.IntegerField()
    kind = serializers.IntegerField(source="kind_id")
    name = serializers.CharField(source="kind.label")
    out = serializers.IntegerField()
    back = serializers.IntegerField(allow_null=True)
    broken = serializers.IntegerField()
    missing = serializers.IntegerField()


class OpenItemRow(serializers.Serializer):
    """Something the loan still owes, with a person and a date."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(OpenItem.Kind.choices)
    item = serializers.IntegerField(source="item_id", allow_null=True)
    text = serializers.CharField()
    person = PersonName()
    due_on = serializers.DateField()
    result = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)


class PaperRow(serializers.Serializer):
    """A paper as it was signed or sent; its hash proves that nobody changed it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(PaperKind.choices)
    title = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField()

    def get_url(self, paper) -> str:
        where = {"number": paper.loan_id, "pk": paper.pk}
        return reverse("api-papers-file", kwargs=where, request=self.context["request"])


class LoanRow(serializers.ModelSerializer):
    """A loan with all that was agreed, goes out, and happened; teachers see which case it is,
    whom to ask and when it goes back, and null for the rest."""

    number = serializers.IntegerField(read_only=True)
    status_name = serializers.CharField(source="status.label", default=None, allow_null=True)
    school_name = serializers.CharField(source="school.name")
    case_number = serializers.CharField(
        source="case.inventory_number", default=None, allow_null=True
    )
    category_name = serializers.CharField(source="category.label")
    location_name = serializers.CharField(source="location.path", default=None, allow_null=True)
    last_day = serializers.DateField()
    overdue = serializers.BooleanField()
    start = serializers.DateField(allow_null=True)
    purpose = serializers.CharField(allow_null=True)
    classes = serializers.CharField(allow_null=True)
    teaching_plan = serializers.CharField(allow_null=True)
    responsible_email = serializers.CharField(allow_null=True)
    deputy = serializers.CharField(allow_null=True)
    wanted_reason = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    custom = serializers.DictField(allow_null=True)
    last_handler = PersonName(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)
    conditions = ConditionRow(many=True, allow_null=True)
    approvals = ApprovalRow(many=True, allow_null=True)
    tasks = serializers.SerializerMethodField()
    items = ItemRow(many=True, allow_null=True)
    accessories = CountedRow(many=True, allow_null=True)
    open_items = OpenItemRow(many=True, allow_null=True)
    papers = PaperRow(many=True, allow_null=True)
    events = serializers.SerializerMethodField()

    class Meta:
        model = Loan
        fields = [
            "id",
            "number",
            "state",
            "status",
            "status_name",
            "school",
            "school_name",
            "case",
            "case_number",
            "category",
            "category_name",
            "batch",
            "start",
            "end",
            "last_day",
            "overdue",
            "purpose",
            "classes",
            "teaching_plan",
            "responsible",
            "responsible_email",
            "deputy",
            "location",
            "location_name",
            "wanted_end",
            "wanted_reason",
            "reason",
            "custom",
            "last_handler",
            "last_handled_at",
            "created_at",
            "updated_at",
            "submitted_at",
            "handed_over_at",
            "returned_at",
            "closed_at",
            "conditions",
            "approvals",
            "tasks",
            "items",
            "accessories",
            "open_items",
            "papers",
            "events",
        ]

    @extend_schema_field(LineRow(many=True, allow_null=True))
    def get_events(self, loan):
        return self.context["lives"].get(loan.pk, [])

    @extend_schema_field(TaskRow(many=True, allow_null=True))
    def get_tasks(self, loan):
        ticked = {tick.task_id for tick in loan.ticks.all()}
        return [
            {"id": task.pk, "name": task.label, "done": task.pk in ticked}
            for task in self.context["tasks"]
        ]

    def to_representation(self, loan):
        row = super().to_representation(loan)
        if rules.can_see_all(self.context["request"].user, loan):
            return row
        return {name: value if name in PLAIN else None for name, value in row.items()}
