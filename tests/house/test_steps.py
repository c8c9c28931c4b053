"""Every step asks its rule before anything else: whoever may not is told so, whatever the state.

Three people try each step on the Gymnasium's things: otto, head of the other school; ida, who has
no role; and nobody, who is not signed in. A refusal by the state would tell them how it stands.
"""

import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import api
import assets
import itsm
import loans as loans_app
import tickets as tickets_app
from api import tokens
from api.models import ApiToken
from assets.cases import workflow as cases
from assets.devices.workflow import devices, files, lending
from assets.imports import new_schools as growing
from assets.imports import registering as many
from assets.imports import schools as school_lists
from assets.imports import undoing
from assets.imports import workflow as importing
from assets.labels import printing
from assets.labels import workflow as labels
from assets.labels.codes import new_code
from assets.models import Device, Label
from assets.places.workflow import bulk_places, places
from assets.settings_pages import workflow as device_settings
from itsm.accounts import workflow
from itsm.accounts.people import workflow as colleagues
from itsm.fields.models import CustomField, Status
from itsm.files.uploads import Accepted
from itsm.outbox import workflow as outbox
from itsm.outbox.models import OutboxMessage
from itsm.people.models import School, SchoolKind, Session
from itsm.settings_pages import workflow as settings_pages
from itsm.workflow import NotAllowed
from loans import workflow as loans
from loans.applications.workflow import applying, deciding
from loans.models import Loan, LoanSettings, PaperText, ReminderRule
from tests.conftest import make_place, make_school
from tests.house.story import KEPT
from tickets import workflow as tickets
from tickets.models import RoutingRule, Ticket, TicketSettings
from tickets.settings_pages import workflow as ticket_settings

STRANGERS = ["otto", "ida", "nobody"]
WRITES = ("INSERT", "UPDATE", "DELETE")


def with_(*things, **facts):
    """What a step is called with."""
    return things, facts


# On a ticket, tried in each of its states.
ON_TICKETS = {
    tickets.take_over: lambda t: with_(t.ticket),
    tickets.assign: lambda t: with_(t.ticket, to=t.worker),
    tickets.release: lambda t: with_(t.ticket),
    tickets.escalate: lambda t: with_(t.ticket),
    tickets.take_back: lambda t: with_(t.ticket),
    tickets.wait: lambda t: with_(t.ticket, waiting_for="part"),
    tickets.resume: lambda t: with_(t.ticket),
    tickets.solve: lambda t: with_(t.ticket, solution="Kabel"),
    tickets.confirm: lambda t: with_(t.ticket),
    tickets.reopen: lambda t: with_(t.ticket, note="wieder dunkel"),
    tickets.withdraw: lambda t: with_(t.ticket),
    tickets.close: lambda t: with_(t.ticket),
    tickets.edit: lambda t: with_(t.ticket, title="anders"),
    tickets.set_devices: lambda t: with_(t.ticket, devices=[]),
    tickets.comment: lambda t: with_(t.ticket, text="hallo"),
    tickets.add_file: lambda t: with_(t.ticket, accepted=t.paper),
    tickets.join: lambda t: with_(t.ticket),
}
# On a device, tried in each of its states.
ON_DEVICES = {
    devices.edit: lambda t: with_(t.device, notes="neu"),
    devices.move: lambda t: with_(t.device, location=None),
    devices.store: lambda t: with_(t.device),
    devices.put_in_service: lambda t: with_(t.device),
    devices.send_to_repair: lambda t: with_(t.device),
    devices.return_from_repair: lambda t: with_(t.device),
    devices.report_missing: lambda t: with_(t.device),
    devices.retire: lambda t: with_(t.inside),
    lending.lend: lambda t: with_(t.device, school=t.school),
    lending.give_back: lambda t: with_(t.device),
    lending.found_broken: lambda t: with_(t.device, school=t.school),
    lending.lose: lambda t: with_(t.device),
    files.add_file: lambda t: with_(t.device, accepted=t.paper),
    files.remove_file: lambda t: with_(t.device_file),
    cases.fill: lambda t: with_(t.case, device=t.device),
    cases.take_out: lambda t: with_(t.device),
    cases.swap: lambda t: with_(t.device, new=t.spare),
    cases.count: lambda t: with_(t.case, kind=t.pencil, expected=1, present=1),
    many.remove_untouched: lambda t: with_(t.device),
    labels.labels_for: lambda t: with_([t.device]),
    labels.mark_printed: lambda t: with_([t.label]),
    labels.bind: lambda t: with_(t.blank, thing=t.device),
    labels.replace: lambda t: with_(t.device),
    labels.revoke: lambda t: with_(t.label),
    printing.print_sheet: lambda t: with_(
        printing.Selection("devices", Device.objects.filter(pk=t.device.pk)),
        format="avery-l4770",
        start=1,
        copies=1,
    ),
}
# On a loan, tried in each of its states.
ON_LOANS = {
    loans.amend: lambda t: with_(t.running, purpose="anders"),
    loans.amend_all: lambda t: with_(t.running, purpose="anders"),
    loans.submit: lambda t: with_(t.running),
    loans.submit_all: lambda t: with_(t.running),
    applying.hand_in: lambda t: with_(t.running),
    loans.withdraw: lambda t: with_(t.running),
    loans.meet_condition: lambda t: with_(t.running, condition=t.proof, proof="da"),
    loans.reopen_condition: lambda t: with_(t.running, condition=t.proof),
    loans.approve: lambda t: with_(t.running),
    deciding.promise: lambda t: with_(t.running),
    loans.decide_together: lambda t: with_(t.running, number=1),
    loans.waitlist: lambda t: with_(t.running),
    deciding.let_wait: lambda t: with_(t.running),
    loans.refuse: lambda t: with_(t.running, reason="nein"),
    deciding.turn_down: lambda t: with_(t.running, reason="nein"),
    loans.extend: lambda t: with_(t.running, end=t.running.end + timedelta(days=9)),
    loans.refuse_extension: lambda t: with_(t.running, reason="nein"),
    loans.replan: lambda t: with_(
        t.running, case=t.case, start=t.running.start, end=t.running.end + timedelta(days=9)
    ),
    loans.tick_off: lambda t: with_(t.running, done=[t.task]),
    loans.prepare: lambda t: with_(t.running, done=[t.task]),
    loans.name_damage: lambda t: with_(t.running, item=t.item, text="Kratzer"),
    loans.add_photo: lambda t: with_(t.running, act="handover", accepted=t.paper),
    loans.remove_photo: lambda t: with_(t.loan_photo),
    loans.scan_out: lambda t: with_(t.running, code=t.inside.inventory_number),
    loans.undo_scan_out: lambda t: with_(t.running, item=t.item),
    loans.leave_out: lambda t: with_(t.running, item=t.item, reason="kaputt"),
    loans.count_out: lambda t: with_(t.running, kind=t.pencil, out=1),
    loans.hand_over: lambda t: with_(t.running),
    loans.name_room: lambda t: with_(t.running, location=t.room),
    loans.report_fault: lambda t: with_(t.running, item=t.item, description="dunkel"),
    loans.swap: lambda t: with_(t.running, item=t.item, spare=t.spare),
    loans.remind_now: lambda t: with_(t.running),
    loans.scan_in: lambda t: with_(t.running, code=t.inside.inventory_number),
    loans.undo_scan_in: lambda t: with_(t.running, item=t.item),
    loans.count_in: lambda t: with_(t.running, accessory=t.running.accessories.get(), back=2),
    loans.take_back: lambda t: with_(t.running),
    loans.inspect: lambda t: with_(t.running, item=t.item, works=1, complete=1, lendable=1),
    loans.decide: lambda t: with_(t.damage, decision="school"),
    loans.resolve: lambda t: with_(t.owed, result="da"),
    loans.close: lambda t: with_(t.running),
    loans.evaluate: lambda t: with_(t.running, often="daily", would_buy="yes"),
    loans.book: lambda t: with_(t.running, day=timezone.localdate()),
    loans.cancel_booking: lambda t: with_(t.booking),
    loans.change_of_year: lambda t: with_(
        [(t.running, "return")], end=t.running.end, rehearse=False
    ),
}
# On something without states of that kind: as it is, and where the step would be refused as well.
ON_OTHERS = {
    # places, labels, imports
    devices.register: lambda t: [with_(category=t.device.category, school=t.school)],
    many.register_many: lambda t: [with_([Device(category=t.device.category, school=t.school)])],
    places.add_place: lambda t: [
        with_(name="A 1", kind="room", parent=t.room.parent),
        with_(name="", kind="room"),
    ],
    places.add_places: lambda t: [
        with_(names=["A 1"], kind="room", parent=t.room.parent),
        with_(names=[], kind="room"),
    ],
    places.edit_place: lambda t: [with_(t.room, name="", school=None)],
    places.move_place: lambda t: [with_(t.room, parent=t.room)],
    places.remove_place: lambda t: [with_(t.room), with_(t.empty)],
    bulk_places.plant: lambda t: [with_([bulk_places.Branch("Neu", "site")])],
    labels.labels_for: lambda t: [with_([t.room])],
    labels.make_blank: lambda t: [with_(1), with_(0)],
    labels.adjust_format: lambda t: [with_("avery-l4770", dx=1)],
    labels.mark_printed: lambda t: [with_([t.blank])],
    labels.revoke: lambda t: [with_(t.blank)],
    importing.look_at: lambda t: [with_(None)],
    importing.carry_out: lambda t: [with_(None)],
    importing.bring: lambda t: [with_(None, name="Liste.csv")],
    importing.confirm: lambda t: [with_(t.table)],
    undoing.take_back: lambda t: [with_(t.table)],
    school_lists.import_schools: lambda t: [with_([])],
    school_lists.try_schools: lambda t: [with_([])],
    growing.add_school: lambda t: [with_(School(name="Neu", short_name="NEU"))],
    growing.correct_school: lambda t: [with_(t.school, phone="1")],
    growing.close_unused: lambda t: [with_(t.school)],
    growing.remove_from_catalogue: lambda t: [with_(t.device.category)],
    growing.add_to_catalogue: lambda t: [with_(SchoolKind(name="Gymnasium"))],
    # tickets
    tickets.report: lambda t: [with_(school=t.school, title="Ausfall"), with_(school=t.school)],
    tickets.report_or_join: lambda t: [with_(school=t.school, title="Ausfall")],
    tickets.accept: lambda t: [with_(t.held), with_(t.ticket.reports.get())],
    tickets.dismiss: lambda t: [with_(t.held), with_(t.ticket.reports.get())],
    # loans
    loans.apply: lambda t: [
        with_(
            school=t.school,
            case=t.case,
            start=t.running.start,
            end=end,
            purpose="Mathe",
            responsible="Frau Petersen",
        )
        for end in (t.running.end, t.running.start)
    ],
    loans.new_feed: lambda t: [with_(school=t.school), with_()],
    loans.save_task: lambda t: [with_(t.task, label_de="putzen")],
    loans.save_paper_text: lambda t: [with_(PaperText(kind="annex"), title="Anlage")],
    loans.save_reminder_rule: lambda t: [with_(ReminderRule(), days=1)],
    loans.save_loan_settings: lambda t: [with_(LoanSettings.get(), rests=False)],
    loans.save_training: lambda t: [with_(t.seat.training, seats=1), with_(t.seat.training)],
    loans.sign_up: lambda t: [with_(t.seat.training, school=t.school, name="Frau Petersen")],
    loans.give_up_seat: lambda t: [with_(t.seat)],
    loans.note_attendance: lambda t: [with_(t.seat.training, attended=[])],
    loans.share: lambda t: [with_(school=t.school, title="Gut")],
    loans.take_back_experience: lambda t: [with_(t.told)],
    # people
    colleagues.invite: lambda t: [
        with_(first_name="N", last_name="N", email=email, role="teacher", schools=[t.school])
        for email in ("neu@example.org", t.reporter.email)
    ],
    colleagues.send_invitation: lambda t: [with_(t.reporter)],
    colleagues.edit_person: lambda t: [with_(t.reporter, phone="1")],
    colleagues.add_role: lambda t: [with_(t.reporter, role="head", schools=[t.school])],
    colleagues.remove_role: lambda t: [with_(t.reporter.memberships.get()), with_(t.last_role)],
    colleagues.post_to: lambda t: [with_(t.worker, schools=[])],
    colleagues.leave: lambda t: [with_(t.reporter), with_(t.last_role.person)],
    workflow.change_email: lambda t: [with_(t.reporter, email=t.worker.email)],
    workflow.take_off_factor: lambda t: [with_(t.reporter)],
    workflow.end_session: lambda t: [with_(Session(person=t.reporter))],
    workflow.demand_factor: lambda t: [with_(["teacher"])],
    tokens.make_token: lambda t: [with_(t.reporter, name="meins")],
    tokens.end_token: lambda t: [with_(ApiToken(user=t.reporter))],
    # settings
    settings_pages.save_authority: lambda t: [with_(name="Andere")],
    device_settings.save_number_scheme: lambda t: [with_(None, pattern="ohne")],
    ticket_settings.save_ticket_settings: lambda t: [with_(TicketSettings.get(), close_days=1)],
    ticket_settings.take_back_rule: lambda t: [with_(RoutingRule(level=1))],
    device_settings.save_tile: lambda t: [with_(t.tile, hints=[], label_de="anders")],
    settings_pages.save: lambda t: [
        with_(thing, label_de="anders") for thing in (t.device.category, t.stage)
    ],
    settings_pages.move: lambda t: [with_(thing, up=True) for thing in (t.tile, t.stage)],
    loans.add_catalogue_photos: lambda t: [with_(t.case.category, pictures=[t.paper])],
    loans.remove_catalogue_photo: lambda t: [with_(t.catalogue_photo)],
    settings_pages.save_school: lambda t: [with_(t.school, phone="1")],
    settings_pages.close_school: lambda t: [with_(t.school), with_(t.closed_school)],
    settings_pages.open_school_again: lambda t: [with_(t.school), with_(t.closed_school)],
    settings_pages.remove_school_kind: lambda t: [with_(t.school.kind)],
    settings_pages.save_field: lambda t: [with_(CustomField(), key="neu")],
    settings_pages.save_status: lambda t: [with_(Status(), is_default=True, retired=True)],
    settings_pages.save_form_layout: lambda t: [with_("ticket", {"title": {"required": True}})],
    outbox.try_again: lambda t: [with_(t.sent)],
    outbox.send_again: lambda t: [with_(t.sent)],
}
# Not steps: how a step that was allowed is said, kept or carried through, and the doors to steps.
TOLD = {"tickets.notifications.dispatch", "loans.notifications.dispatch", "loans.papers.archive"}
DOORS = "api.views."
INNER = {
    "itsm.settings_pages.workflow.keeping.keep": "what a setting's step ends with",
    "itsm.settings_pages.workflow.keeping.keep_the_one": "the same, for a table of one row",
    "itsm.accounts.people.leaving.hand_over": "of leave and remove_role",
    "itsm.accounts.people.leaving.pass_on": "of leave and remove_role",
    "tickets.leaving.hand_over": "the tickets' part of it",
    "tickets.leaving.pass_on": "the tickets' part of it",
    "itsm.accounts.workflow.factor_taken_off": "told by the one who takes it off",
    "assets.devices.workflow.devices.must_be_new": "a question",
    "tickets.work.workflow.closing.leave": "of withdraw, and of a receipt",
    "tickets.reporting.workflow.self_helped": "everybody may, also without signing in",
    "loans.applications.workflow.deciding.agree": "of approve and submit",
    "loans.trainings.workflow.meet_by_training": "of applying and of a training's list",
    "loans.trainings.workflow.open_again": "of reopen_condition and of a training's list",
}


@pytest.fixture
def things(deich_things, people, request):
    """The Gymnasium's things, and what only some steps ask for."""
    t = deich_things
    t.item = t.running.items.get(slot=1)
    t.paper = Accepted("papier.txt", "txt", ContentFile(KEPT), False)
    t.blank = Label.objects.create(code=new_code())
    t.empty = make_place("Leer", "room", t.room.parent, t.school)
    t.tile = t.ticket.tile
    t.last_role = people["adam"].memberships.get()
    t.closed_school = make_school("Alte Schule", "ALT")
    t.closed_school.closed_on = timezone.localdate()
    t.sent = OutboxMessage.objects.first()
    return t


def tickets_in(state, things):
    now = timezone.now()
    fields = {"assignee": None if state == "new" else things.worker}
    fields |= {"waiting_for": "reporter" if state == "waiting" else "", "waiting_since": now}
    Ticket.objects.filter(pk=things.ticket.pk).update(state=state, **fields)
    things.ticket.refresh_from_db()


def devices_in(state, things):
    lent_to = things.school if state == "lent" else None
    for device in (things.device, things.case, things.inside):
        Device.objects.filter(pk=device.pk).update(state=state, lent_to=lent_to)
        device.refresh_from_db()


def loans_in(state, things):
    Loan.objects.filter(pk=things.running.pk).update(state=state)
    things.running.refresh_from_db()


def tried(step, said, by):
    """What the step answers, and whether it wrote anything; all of it is undone."""
    told, facts = said
    answer = "done"
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        try:
            step(*told, by=by, **facts)
        except NotAllowed:
            answer = "not allowed"
        except Exception as refused:  # the state, or what was said, was looked at first
            answer = f"{type(refused).__name__}: {refused}"
        transaction.set_rollback(True)
    wrote = [query["sql"][:80] for query in asked if query["sql"].startswith(WRITES)]
    return (answer, *wrote)


REFUSED = ("not allowed",)
# The steps, in which states they are tried, and how a thing comes there.
ON = {
    "tickets": (ON_TICKETS, Ticket.State.values, tickets_in),
    "devices": (ON_DEVICES, Device.State.values, devices_in),
    "loans": (ON_LOANS, Loan.State.values, loans_in),
}


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("on", ["tickets", "devices", "loans"])
def test_who_may_not_is_told_so_in_every_state(on, name, things, people):
    assert not_refused(*ON[on], things, people[name] or AnonymousUser()) == {}


def not_refused(steps, states, put, things, by) -> dict:
    """What each step answers in each state, but for those that say "not allowed" and write nothing."""
    otherwise = {}
    for state in states:
        for step, said in steps.items():
            put(state, things)
            if (answer := tried(step, said(things), by)) != REFUSED:
                otherwise[step.__name__, state] = answer
    return otherwise


# What the people of the school and of the authority may do on some day; all else they are told
# that they may not, whatever the state. anna told of the ticket and has booked a lesson.
HEADS = """
    amend amend_all submit submit_all hand_in withdraw meet_condition extend name_room evaluate
"""
HANDS = """
    tick_off prepare name_damage add_photo remove_photo scan_out undo_scan_out leave_out count_out
    hand_over swap scan_in undo_scan_in count_in take_back
"""
WORKERS = """
    take_over assign release escalate wait resume solve close edit set_devices reopen
"""
LESSONS = "report_fault book cancel_booking"
LABELS = "labels_for mark_printed bind replace revoke print_sheet"
SOME_DAY = [
    ("anna", "tickets", "confirm reopen withdraw comment add_file join"),
    ("vera", "tickets", f"{WORKERS} comment add_file join"),
    ("hanna", "tickets", "comment add_file join"),
    ("tom", "tickets", f"{WORKERS} comment add_file join"),
    ("lena", "tickets", "join"),
    ("anna", "devices", ""),
    ("vera", "devices", LABELS),
    ("hanna", "devices", ""),
    ("lena", "devices", "lend give_back found_broken lose swap fill count retire"),
    ("anna", "loans", LESSONS),
    ("vera", "loans", LESSONS),
    ("hanna", "loans", f"{LESSONS} {HEADS}"),
    ("tom", "loans", f"{HANDS} report_fault"),
]


@pytest.mark.parametrize(("name", "on", "steps"), SOME_DAY)
def test_what_each_role_may_never_do(name, on, steps, things, people):
    told = not_refused(*ON[on], things, people[name])
    assert sorted({step for step, _state in told}) == sorted(steps.split())


@pytest.mark.parametrize("name", STRANGERS)
def test_who_may_not_is_told_so_whatever_is_said(name, things, people):
    by = people[name] or AnonymousUser()
    otherwise = {}
    for step, cases_of in ON_OTHERS.items():
        for number, said in enumerate(cases_of(things)):
            if (answer := tried(step, said, by)) != REFUSED:
                otherwise[step.__name__, number] = answer
    assert otherwise == {}


def test_every_step_has_a_row():
    """A new step needs a line above: what it is called with, and on what."""
    rows = {inspect.unwrap(step) for table in TABLES for step in table}
    missing = {
        name for name, step in steps_of_the_program() if step not in rows and name not in INNER
    }
    assert missing == set(), "Please give these steps a row in ON_TICKETS … ON_OTHERS"


TABLES = (ON_TICKETS, ON_DEVICES, ON_LOANS, ON_OTHERS)


def test_what_counts_as_no_step_is_there():
    assert INNER.keys() - dict(steps_of_the_program()).keys() == set()


def steps_of_the_program():
    """(where it is, the step): whatever is taken `by` somebody."""
    for module in modules_of_the_program():
        if module.__name__ in TOLD or module.__name__.startswith(DOORS):
            continue
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and not name.startswith("_"):
                step = inspect.unwrap(thing)
                if step.__module__ == module.__name__ and _is_taken_by_somebody(step):
                    yield f"{module.__name__}.{name}", step


def _is_taken_by_somebody(function):
    by = inspect.signature(function).parameters.get("by")
    return by is not None and by.kind is by.KEYWORD_ONLY


def modules_of_the_program():
    for app in (itsm, assets, tickets_app, loans_app, api):
        for found in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if not {"migrations", "management", "demo", "wsgi"} & set(found.name.split(".")):
                yield importlib.import_module(found.name)
