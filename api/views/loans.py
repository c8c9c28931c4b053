"""Loans of cases, and one action a step."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser

from api.base import Scoped, step
from api.fields import MISSING, all_filled, custom_values
from api.filters import Filter, among, below, by_choice, by_id, by_place, by_thing
from api.scope import seen
from api.serializers import applications, lending
from api.serializers.devices import Note
from api.serializers.events import told
from api.serializers.loans import LoanRow
from assets.models import Device
from itsm.fields.forms import custom_filter
from itsm.journal.models import Subject
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.workflow import require
from loans import rules, workflow
from loans.models import (
    Approval,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanItem,
    OpenItem,
    PreparationTask,
)
from loans.models.loan import EVERYWHERE
from tickets.models.reports import visibilities_for

PLAIN = {
    "id": "pk",
    "number": "pk",
    "state": "state",
    "school": "school__name",
    "case": "case__inventory_number",
    "category": "category__label_de",
    "end": "end",
}
DETAILED = {
    "start": "start",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "submitted_at": "submitted_at",
    "last_handled_at": "last_handled_at",
}
# What a row shows besides its own columns, each in one query however many rows there are.
PARTS = (
    Prefetch("conditions", LoanCondition.objects.select_related("condition", "met_by")),
    Prefetch("approvals", Approval.objects.select_related("stage", "by")),
    Prefetch("items", LoanItem.objects.select_related("device", "damage")),
    Prefetch("accessories", LoanAccessory.objects.select_related("kind")),
    Prefetch("open_items", OpenItem.objects.select_related("person")),
    "ticks",
    "papers",
)


def with_device(rows, device):
    """Those of this case, and those it went out with."""
    gone = LoanItem.objects.filter(loan=OuterRef("pk"), device=device, came_at__isnull=False)
    case = [device.pk, *([device.case_id] if device.case_id else [])]
    return rows.filter(Q(case__in=case) | Exists(gone))


def at_place(rows, place):
    """Those whose case stands there, or stood there."""
    here = Q(state__in=Loan.AWAY) & Q(**below(place, "case__location__"))
    return rows.filter(Q(**below(place, "location__")) | here)


def is_overdue(rows, values, user):
    """Those at a school though the agreed day is over, or all others."""
    late = Loan.objects.overdue().values("pk")
    wanted = among("overdue", values[-1:], ("true", "false"))[0] == "true"
    return rows.filter(pk__in=late) if wanted else rows.exclude(pk__in=late)


def prepare(loan, *, by, done=None, note=""):
    """Everything on the list is done. Who says nothing of the list has done all of it; one that
    somebody has begun is finished first, or a note says why not."""
    if done is None and not loan.ticks.exists():
        done = PreparationTask.objects.filter(retired=False)
    workflow.prepare(loan, by=by, done=done, note=note)


def hand_over(loan, *, by, **said):
    """The school gets its case. Whoever hands it over holds it: it need not be scanned besides."""
    if loan.items.filter(device=loan.case_id, scanned_out_at=None, left_out="").exists():
        workflow.scan_out(loan, by=by, code=loan.case.inventory_number)
    workflow.hand_over(loan, by=by, **said)


def remind(loan, *, by, note=""):
    """An overdue case is asked for by hand: the school gets a mail, with the note."""
    workflow.remind_now(loan, by=by, note=note)


def take_back(loan, *, by, **said):
    """The case is back. Whoever takes it back holds it: it need not be scanned besides."""
    if loan.items.filter(device=loan.case_id, is_out=True).exists():
        workflow.scan_in(loan, by=by, code=loan.case.inventory_number)
    workflow.take_back(loan, by=by, **said)


def decide(loan, *, by, damage, **said):
    """Who pays for what broke; the school gets a letter."""
    workflow.decide(damage, by=by, **said)


def resolve(loan, *, by, open_item, result):
    """What was open is done: found, paid, replaced, written off."""
    workflow.resolve(open_item, by=by, result=result)


class Loans(Scoped):
    """Loans and applications, as far as the person sees them. The id is the number."""

    serializer_class, queryset = LoanRow, Loan.objects.none()
    lookup_field, lookup_url_kwarg, custom_owner = "pk", "number", "loan"
    filters = {
        "school": by_id("school"),
        "state": by_choice("state", Loan.State.values),
        "case": by_thing("case", Device, lambda rows, case: rows.filter(case=case)),
        "device": by_thing("device", Device, with_device),
        "location": by_place(at_place),
        "category": by_id("category"),
        "batch": by_id("batch"),
        "overdue": Filter(is_overdue, words=("false", "true")),
    }
    orderings = PLAIN | DETAILED

    def rows(self, user):
        return seen(Loan, user).with_names().order_by("-pk")

    def most_bytes(self):
        """A proof may be a file."""
        most = super().most_bytes()
        return most + settings.UPLOAD_MAX_BYTES if self.action == "meet_condition" else most

    def found(self, rows, words):
        return rows.found_for(self.request.user, words)

    def allowed_orderings(self):
        """Sorting by what somebody may not see would tell it all the same."""
        reach, more = reach_of(self.request.user), (Role.SUPPORT, Role.HEAD, *EVERYWHERE)
        plainly = reach.schools(Role.TEACHER) - reach.schools(*more)
        whole = reach.holds_everywhere(*EVERYWHERE) or not plainly
        return self.orderings if whole else PLAIN

    def with_custom(self, rows, fields, params):
        return rows.detailed_to(self.request.user).filter(custom_filter(fields[:1], params))

    def shown_all(self, rows):
        rows, user = list(rows), self.request.user
        prefetch_related_objects(rows, *PARTS)
        tasks = list(PreparationTask.objects.filter(retired=False))
        more = {"lives": lives_of(rows, user), "tasks": tasks}
        context = {**self.get_serializer_context(), **more}
        return LoanRow(rows, many=True, context=context).data

    def shown(self, row):
        """One row as it is now, after a step."""
        return self.shown_all(self.rows(self.request.user).filter(pk=row.pk))[0]

    @extend_schema(request=applications.NewLoan, responses={201: LoanRow})
    def create(self, request):
        """A draft of an application, or several of one `batch`; `submit` sends it."""

        def act():
            require(rules.can_apply_somewhere, request.user)
            data = self.read(applications.NewLoan)
            all_filled("loan", data, asked=applications.NewLoan().fields)
            data["school"] = data.get("school") or own_school(request.user)
            data["custom"] = custom_values("loan", 0, data.get("custom", {}))
            return self.shown(workflow.apply(by=request.user, **data))

        return self.answer(act, status=201)

    @extend_schema(request=applications.LoanChanges, responses={200: LoanRow})
    def partial_update(self, request, number=None):
        """Other words, other days, another case: until it is decided; then words only."""

        def act():
            loan = self.get_object()
            require(rules.can_amend, request.user, loan)
            data = self.read(applications.LoanChanges, loan)
            all_filled("loan", data)
            if "custom" in data:
                data["custom"] = custom_values("loan", 0, data["custom"], loan.custom)
            workflow.amend(loan, by=request.user, **data)
            return self.shown(loan)

        return self.answer(act)

    submit = step(workflow.submit, may=rules.can_submit, row=LoanRow)
    withdraw = step(workflow.withdraw, may=rules.can_withdraw, row=LoanRow)
    meet_condition = step(
        workflow.meet_condition,
        lending.MeetCondition,
        may=rules.can_meet_condition,
        row=LoanRow,
        parser_classes=[JSONParser, MultiPartParser],
    )
    reopen_condition = step(
        workflow.reopen_condition, lending.ReopenCondition, may=rules.can_check, row=LoanRow
    )
    approve = step(workflow.approve, lending.Approve, may=rules.can_approve, row=LoanRow)
    waitlist = step(workflow.waitlist, Note, may=rules.can_waitlist, row=LoanRow)
    refuse = step(workflow.refuse, lending.Reason, may=rules.can_refuse, row=LoanRow)
    extend = step(workflow.extend, lending.Extend, may=rules.can_extend, row=LoanRow)
    refuse_extension = step(
        workflow.refuse_extension, lending.Reason, may=rules.can_refuse, row=LoanRow
    )
    tick_off = step(workflow.tick_off, lending.Ticked, may=rules.can_prepare, row=LoanRow)
    prepare = step(prepare, lending.Prepare, may=rules.can_prepare, row=LoanRow)
    scan_out = step(workflow.scan_out, lending.Code, may=rules.can_scan_out, row=LoanRow)
    undo_scan_out = step(
        workflow.undo_scan_out, lending.OfItem, may=rules.can_scan_out, row=LoanRow
    )
    leave_out = step(workflow.leave_out, lending.LeaveOut, may=rules.can_scan_out, row=LoanRow)
    name_damage = step(
        workflow.name_damage, lending.NameDamage, may=rules.can_scan_out, row=LoanRow
    )
    count_out = step(workflow.count_out, lending.CountOut, may=rules.can_scan_out, row=LoanRow)
    hand_over = step(hand_over, lending.HandOver, may=rules.can_hand_over, row=LoanRow)
    name_room = step(workflow.name_room, lending.NameRoom, may=rules.can_name_room, row=LoanRow)
    report_fault = step(
        workflow.report_fault, lending.ReportFault, may=rules.can_report_fault, row=LoanRow
    )
    remind = step(remind, Note, may=rules.can_remind, row=LoanRow)
    swap = step(workflow.swap, lending.Swap, may=rules.can_swap, row=LoanRow)
    scan_in = step(workflow.scan_in, lending.ScanIn, may=rules.can_scan_in, row=LoanRow)
    undo_scan_in = step(workflow.undo_scan_in, lending.OfItem, may=rules.can_scan_in, row=LoanRow)
    count_in = step(workflow.count_in, lending.CountIn, may=rules.can_scan_in, row=LoanRow)
    take_back = step(take_back, lending.TakeBack, may=rules.can_take_back, row=LoanRow)
    inspect = step(workflow.inspect, lending.Inspect, may=rules.can_inspect, row=LoanRow)
    decide = step(decide, lending.Decide, may=rules.can_decide, row=LoanRow)
    resolve = step(resolve, lending.Resolve, may=rules.can_close, row=LoanRow)
    close = step(workflow.close, Note, may=rules.can_close, row=LoanRow)


def lives_of(loans, user) -> dict[int, list]:
    """The lines of these loans, newest first, as deep as the person reads them there."""
    reads = {loan.pk: visibilities_for(user, loan.school_id) for loan in loans}
    lines = Subject.objects.filter(kind="loan", object_id__in=reads)
    lines = lines.select_related("event__by").order_by("-at", "-event_id")
    lines = [line for line in lines if line.visibility in reads[line.object_id]]
    lives = defaultdict(list)
    for line, words in zip(lines, told([line.event for line in lines], user), strict=True):
        lives[line.object_id].append(words)
    return lives


def own_school(user):
    """The school that is meant where none is named: one's only one."""
    mine = School.objects.visible_to(user).filter(pk__in=reach_of(user).schools(Role.HEAD))
    found = list(mine[:2])
    if len(found) != 1:
        raise ValidationError({"school": [MISSING]})
    return found[0]
