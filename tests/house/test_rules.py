"""Who may do what: a row for each rule of each app, a column for each person.

The rows say what was agreed ("Who sees and does what"), with the Gymnasium's things: anna teaches
there, vera is its support, hanna its head, nils repairs at its houses alone. tom repairs, lena lends
and adam administrates everywhere. Of the BBS are otto (head), olga (support) and nora (technician).
rita has two roles: she teaches at the Gymnasium and is the support of the BBS. ida has no role,
nobody is not signed in.
"""

import inspect

import pytest
from django.contrib.auth.models import AnonymousUser

from api import tokens
from api.models import ApiToken
from assets import rules as assets
from itsm.fields.models import Status
from itsm.people import rules as people_rules
from itsm.people.models import User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans import rules as loans
from loans.models import Loan, Stage
from tests.conftest import give_role, make_device, make_person
from tests.house.test_steps import modules_of_the_program
from tickets import rules as tickets
from tickets import workflow
from tickets.models import Ticket

# A rule, the things it is asked about (see `things`), and an x for each person it allows.
RULES = {
    "assets": """
                                     anna vera hanna nils tom lena adam otto olga nora rita ida nobody
can_register school_id               .    .    .     x    x   .    x    .    .    .    .    .   .
can_register none                    .    .    .     .    x   .    x    .    .    .    .    .   .
can_register_somewhere               .    .    .     x    x   .    x    .    .    x    .    .   .
can_register_case                    .    .    .     .    x   x    x    .    .    .    .    .   .
can_step device                      .    .    .     x    x   .    x    .    .    .    .    .   .
can_step foreign                     .    .    .     .    x   .    x    .    .    x    .    .   .
can_step spare                       .    .    .     .    x   .    x    .    .    .    .    .   .
can_step case                        .    .    .     .    x   x    x    .    .    .    .    .   .
can_step inside                      .    .    .     .    x   x    x    .    .    .    .    .   .
can_step own_case                    .    .    .     x    x   x    x    .    .    .    .    .   .
can_lend device                      .    .    .     x    x   x    x    .    .    .    .    .   .
can_lend foreign                     .    .    .     .    x   x    x    .    .    x    .    .   .
can_lend spare                       .    .    .     .    x   x    x    .    .    .    .    .   .
can_lend spare school                .    .    .     x    x   x    x    .    .    .    .    .   .
can_fill case                        .    .    .     .    x   x    x    .    .    .    .    .   .
can_fill own_case                    .    .    .     x    x   x    x    .    .    .    .    .   .
can_fill device                      .    .    .     .    .   .    .    .    .    .    .    .   .
can_see_cases                        .    .    .     .    x   x    x    .    .    .    .    .   .
can_see device                       x    x    x     x    x   x    x    .    .    .    x    .   .
can_see foreign                      .    .    .     .    x   x    x    x    x    x    x    .   .
can_see inside                       x    x    x     x    x   x    x    .    .    .    x    .   .
can_see spare                        .    .    .     x    x   x    x    .    .    .    .    .   .
can_see spare_in_use                 .    .    .     .    x   x    x    .    .    .    .    .   .
can_see spare_in_a_case              .    .    .     .    x   x    x    .    .    .    .    .   .
can_see spare_of_another_kind        .    .    .     .    x   x    x    .    .    .    .    .   .
can_see_details device               .    x    x     x    x   x    x    .    .    .    .    .   .
can_see_details foreign              .    .    .     .    x   x    x    x    x    x    x    .   .
can_see_details inside               .    x    x     x    x   x    x    .    .    .    .    .   .
can_see_details spare                .    .    .     x    x   x    x    .    .    .    .    .   .
can_see_details spare_in_use         .    .    .     .    x   x    x    .    .    .    .    .   .
can_see_prices device                .    .    x     x    x   x    x    .    .    .    .    .   .
can_see_prices foreign               .    .    .     .    x   x    x    x    .    x    .    .   .
can_see_prices inside                .    .    .     .    x   x    x    .    .    .    .    .   .
can_see_prices spare                 .    .    .     .    x   x    x    .    .    .    .    .   .
sees_all_details                     .    x    x     x    x   x    x    x    x    x    .    .   .
sees_all_prices                      .    .    x     x    x   x    x    x    .    x    .    .   .
can_edit_places                      .    .    .     .    .   .    x    .    .    .    .    .   .
can_edit_catalogue                   .    .    .     .    .   .    x    .    .    .    .    .   .
can_import                           .    .    .     .    .   .    x    .    .    .    .    .   .
can_label device                     .    x    .     x    x   .    x    .    .    .    .    .   .
can_label room                       .    x    .     x    x   .    x    .    .    .    .    .   .
can_label foreign                    .    .    .     .    x   .    x    .    x    x    x    .   .
can_label case                       .    .    .     .    x   x    x    .    .    .    .    .   .
can_label inside                     .    .    .     .    x   x    x    .    .    .    .    .   .
can_label own_case                   .    x    .     x    x   x    x    .    .    .    .    .   .
can_label_somewhere                  .    x    .     x    x   x    x    .    x    x    x    .   .
can_make_blank_labels                .    .    .     .    x   .    x    .    .    .    .    .   .
can_adjust_labels                    .    .    .     .    x   .    x    .    .    .    .    .   .
""",
    "tickets": """
                                     anna vera hanna nils tom lena adam otto olga nora rita ida nobody
sees ticket                          x    x    x     x    x   .    x    .    .    .    .    .   .
sees of_case                         .    x    x     x    x   x    x    .    .    .    .    .   .
can_join ticket                      x    x    x     x    x   x    x    .    .    .    x    .   .
can_join of_case                     x    x    x     x    x   x    x    .    .    .    x    .   .
can_join upstairs                    .    .    .     .    .   .    .    .    .    .    .    .   .
can_report_at school                 x    x    x     x    x   x    x    .    .    .    x    .   .
can_report_at none                   .    .    .     .    x   x    x    .    .    .    .    .   .
works_at school                      .    .    .     x    x   x    x    .    .    .    .    .   .
works_at none                        .    .    .     .    x   x    x    .    .    .    .    .   .
supports_at school                   .    x    .     .    .   .    .    .    .    .    .    .   .
supports_at none                     .    .    .     .    .   .    .    .    .    .    .    .   .
can_work_on ticket                   .    x    .     x    x   .    x    .    .    .    .    .   .
can_work_on upstairs                 .    .    .     x    x   .    x    .    .    .    .    .   .
can_work_on of_case                  .    .    .     x    x   x    x    .    .    .    .    .   .
can_take_over ticket                 .    x    .     x    x   .    x    .    .    .    .    .   .
can_take_over upstairs               .    .    .     x    x   .    x    .    .    .    .    .   .
can_take_over helped                 .    x    .     x    x   .    x    .    .    .    .    .   .
can_take_over handled                .    .    .     x    x   .    x    .    .    .    .    .   .
can_assign ticket                    .    x    .     x    x   .    x    .    .    .    .    .   .
can_assign helped                    .    x    .     x    x   .    x    .    .    .    .    .   .
can_assign handled                   .    .    .     x    x   .    x    .    .    .    .    .   .
can_release ticket                   .    x    .     x    x   .    x    .    .    .    .    .   .
can_release helped                   .    x    .     x    x   .    x    .    .    .    .    .   .
can_release handled                  .    .    .     x    x   .    x    .    .    .    .    .   .
can_be_given ticket                  .    x    .     x    x   .    x    .    .    .    .    .   .
can_be_given upstairs                .    .    .     x    x   .    x    .    .    .    .    .   .
can_wait ticket                      .    x    .     x    x   .    x    .    .    .    .    .   .
can_wait upstairs                    .    .    .     x    x   .    x    .    .    .    .    .   .
can_resume ticket                    .    x    .     x    x   .    x    .    .    .    .    .   .
can_resume upstairs                  .    .    .     x    x   .    x    .    .    .    .    .   .
can_solve ticket                     .    x    .     x    x   .    x    .    .    .    .    .   .
can_solve upstairs                   .    .    .     x    x   .    x    .    .    .    .    .   .
can_close ticket                     .    x    .     x    x   .    x    .    .    .    .    .   .
can_close upstairs                   .    .    .     x    x   .    x    .    .    .    .    .   .
can_edit ticket                      .    x    .     x    x   .    x    .    .    .    .    .   .
can_edit upstairs                    .    .    .     x    x   .    x    .    .    .    .    .   .
can_escalate ticket                  .    x    .     x    x   .    x    .    .    .    .    .   .
can_escalate upstairs                .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on              .    x    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_and_taken    .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_and_solved   .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_by_mia       .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_by_rita      .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_by_hanna     .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_by_tom       .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back passed_on_by_lena      .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back let_go_by_vera         .    .    .     .    .   .    .    .    .    .    .    .   .
can_take_back ticket                 .    .    .     .    .   .    .    .    .    .    .    .   .
can_comment ticket                   x    x    x     x    x   .    x    .    .    .    .    .   .
can_comment of_case                  .    x    x     x    x   x    x    .    .    .    .    .   .
can_comment_as ticket to_reporter    x    x    x     x    x   .    x    .    .    .    .    .   .
can_comment_as ticket to_school      .    x    x     x    x   .    x    .    .    .    .    .   .
can_comment_as ticket to_authority   .    .    .     x    x   .    x    .    .    .    .    .   .
can_comment_as of_case to_authority  .    .    .     x    x   x    x    .    .    .    .    .   .
is_reporter ticket                   x    .    .     .    .   .    .    .    .    .    .    .   .
is_reporter joined                   .    x    .     .    .   .    .    .    .    .    .    .   .
is_reporter left                     .    .    .     .    .   .    .    .    .    .    .    .   .
is_reporter by_phone                 .    .    .     .    .   .    .    .    .    .    .    .   .
has_told ticket                      x    .    .     .    .   .    .    .    .    .    .    .   .
has_told joined                      x    x    .     .    .   .    .    .    .    .    .    .   .
has_told left                        .    .    .     .    .   .    .    .    .    .    .    .   .
has_told by_phone                    .    .    .     .    .   .    .    .    .    .    .    .   .
can_confirm ticket                   x    .    .     .    .   .    .    .    .    .    .    .   .
can_confirm joined                   .    x    .     .    .   .    .    .    .    .    .    .   .
can_withdraw ticket                  x    .    .     .    .   .    .    .    .    .    .    .   .
can_withdraw joined                  x    x    .     .    .   .    .    .    .    .    .    .   .
can_withdraw left                    .    .    .     .    .   .    .    .    .    .    .    .   .
can_withdraw by_phone                .    .    .     .    .   .    .    .    .    .    .    .   .
can_reopen ticket                    x    x    .     x    x   .    x    .    .    .    .    .   .
can_reopen joined                    x    x    .     x    x   .    x    .    .    .    .    .   .
can_reopen left                      x    x    .     x    x   .    x    .    .    .    .    .   .
can_reopen by_phone                  .    x    .     x    x   .    x    .    .    .    .    .   .
can_review held                      .    x    .     x    x   .    x    .    .    .    .    .   .
""",
    "loans": """
                                     anna vera hanna nils tom lena adam otto olga nora rita ida nobody
lends                                .    .    .     .    .   x    x    .    .    .    .    .   .
can_apply_somewhere                  .    .    x     .    .   x    x    x    .    .    .    .   .
can_see_catalogue                    .    x    x     x    x   x    x    x    x    x    x    .   .
can_apply school                     .    .    x     .    .   x    x    .    .    .    .    .   .
can_submit running                   .    .    x     .    .   x    x    .    .    .    .    .   .
can_amend running                    .    .    x     .    .   x    x    .    .    .    .    .   .
can_withdraw running                 .    .    x     .    .   x    x    .    .    .    .    .   .
can_extend running                   .    .    x     .    .   x    x    .    .    .    .    .   .
can_name_room running                .    .    x     .    .   x    x    .    .    .    .    .   .
can_evaluate running                 .    .    x     .    .   x    x    .    .    .    .    .   .
can_meet_condition running           .    .    x     .    .   x    x    .    .    .    .    .   .
can_check running                    .    .    .     .    .   x    x    .    .    .    .    .   .
can_approve up_to_head               .    .    x     .    .   x    x    .    .    .    .    .   .
can_approve up_to_lender             .    .    .     .    .   x    x    .    .    .    .    .   .
can_approve up_to_administrator      .    .    .     .    .   .    x    .    .    .    .    .   .
can_approve up_to_nobody             .    .    .     .    .   x    x    .    .    .    .    .   .
approves_stage running of_heads      .    .    x     .    .   x    x    .    .    .    .    .   .
approves_stage running of_lenders    .    .    .     .    .   x    x    .    .    .    .    .   .
approves_stage running of_admins     .    .    .     .    .   .    x    .    .    .    .    .   .
can_refuse running                   .    .    .     .    .   x    x    .    .    .    .    .   .
can_set_status running               .    .    .     .    .   x    x    .    .    .    .    .   .
can_refuse_extension running         .    .    .     .    .   x    x    .    .    .    .    .   .
can_remind running                   .    .    .     .    .   x    x    .    .    .    .    .   .
can_waitlist running                 .    .    .     .    .   x    x    .    .    .    .    .   .
can_inspect running                  .    .    .     .    .   x    x    .    .    .    .    .   .
can_close running                    .    .    .     .    .   x    x    .    .    .    .    .   .
can_plan running                     .    .    .     .    .   x    x    .    .    .    .    .   .
can_decide running                   .    .    .     .    .   x    x    .    .    .    .    .   .
can_prepare running                  .    .    .     x    x   x    x    .    .    .    .    .   .
can_scan_out running                 .    .    .     x    x   x    x    .    .    .    .    .   .
can_hand_over running                .    .    .     x    x   x    x    .    .    .    .    .   .
can_scan_in running                  .    .    .     x    x   x    x    .    .    .    .    .   .
can_take_back running                .    .    .     x    x   x    x    .    .    .    .    .   .
can_swap running                     .    .    .     x    x   x    x    .    .    .    .    .   .
can_report_fault running             x    x    x     x    x   x    x    .    .    .    x    .   .
can_see_all running                  .    x    x     x    x   x    x    .    .    .    .    .   .
sees_all_schools                     .    .    .     .    x   x    x    .    .    .    .    .   .
can_book running                     x    x    x     .    .   x    x    .    .    .    x    .   .
can_cancel_booking booking           x    x    x     .    .   x    x    .    .    .    .    .   .
can_hold_trainings                   .    .    .     .    .   x    x    .    .    .    .    .   .
can_sign_up school                   x    x    x     .    .   x    x    .    .    .    x    .   .
can_share school                     x    x    x     .    .   x    x    .    .    .    x    .   .
can_read_experiences                 x    x    x     x    x   x    x    .    .    .    x    .   .
can_take_back_experience told        x    .    .     .    .   x    x    .    .    .    .    .   .
can_see_figures                      .    .    .     .    .   x    x    .    .    .    .    .   .
can_have_feed school                 .    x    x     x    x   x    x    .    .    .    .    .   .
can_have_feed none                   .    .    .     .    x   x    x    .    .    .    .    .   .
can_change_loan_settings             .    .    .     .    .   x    x    .    .    .    .    .   .
""",
    "people": """
                                     anna vera hanna nils tom lena adam otto olga nora rita ida nobody
is_member                            x    x    x     x    x   x    x    x    x    x    x    .   .
is_staff                             .    .    .     x    x   x    x    .    .    x    .    .   .
can_manage_people                    .    .    .     .    .   .    x    .    .    .    .    .   .
can_change_settings                  .    .    .     .    .   .    x    .    .    .    .    .   .
can_manage_schools                   .    .    .     .    .   .    x    .    .    .    .    .   .
""",
    "tokens": """
                                     anna vera hanna nils tom lena adam otto olga nora rita ida nobody
can_make anna                        x    .    .     .    .   .    .    .    .    .    .    .   .
can_make ida                         .    .    .     .    .   .    .    .    .    .    .    .   .
can_end token                        x    .    .     .    .   .    x    .    .    .    .    .   .
""",
}
COLUMNS = "anna vera hanna nils tom lena adam otto olga nora rita ida nobody".split()  # noqa: SIM905
MODULES = {
    "assets": assets,
    "tickets": tickets,
    "loans": loans,
    "people": people_rules,
    "tokens": tokens,
}
# No question about a person, or not answered with yes or no: each has a test of its own below.
OTHERS = {
    "tickets.is_about_a_case",
    "tickets.reports_of",
    "tickets.level_of",
    "tickets.keepers_level",
}


@pytest.fixture
def everybody(people, deich, moor):
    """Whoever has a column."""
    rita = make_person("rita", Role.TEACHER, deich)
    give_role(rita, Role.SUPPORT, moor)
    nils = make_person("nils", Role.TECHNICIAN, deich)
    return people | {"nils": nils, "rita": rita, "nobody": AnonymousUser()}


@pytest.fixture
def things(deich_things, everybody):
    """What the rows of the table name."""
    t, anna, vera, tom = deich_things, *(everybody[name] for name in ("anna", "vera", "tom"))
    t.none, t.school_id = None, t.school.pk
    _devices(t, everybody["otto"].memberships.get().school)
    _tickets(t, anna, vera, tom)
    _passed_on(t, everybody)
    t.to_reporter, t.to_school, t.to_authority = "reporter", "school", "authority"
    t.of_heads, t.of_lenders = Stage(role="head"), Stage(role="lender")
    t.of_admins = Stage(role="administrator")
    _stages(t, everybody["lena"])
    t.anna, t.ida, t.token = anna, everybody["ida"], ApiToken(user=anna)
    return t


def _devices(t, moor):
    """A tablet the BBS keeps in store, a case of the Gymnasium's own, and what the authority has
    besides the case it lent: spare tablets, one in use, one in a case, and a projector."""
    tablets, kind, stored = t.inside.category, t.case.category, {"state": "in_storage"}
    t.foreign = make_device("BAM-T1", tablets, moor, **stored)
    t.own_case = make_device("GAD-K1", kind, t.school, t.room)
    t.spare = make_device("IT-S1", tablets, None, **stored)
    t.spare_in_use = make_device("IT-S2", tablets, None)
    another = make_device("IT-K9", kind, None, capacity=2, **stored)
    t.spare_in_a_case = make_device("IT-S3", tablets, None, case=another, slot=1, **stored)
    t.spare_of_another_kind = make_device("IT-S4", t.device.category, None, **stored)


def _stages(t, lena):
    """First the head of school agrees, then a loan manager, then an administrator; a loan for each
    of them, to which all before have agreed."""
    stages = [
        Stage.objects.create(label_de=f"Stufe {role}", role=role, order=order)
        for order, role in enumerate(("head", "lender", "administrator"))
    ]
    Stage.objects.filter(pk=t.stage.pk).update(retired=True)
    for agreed, name in enumerate(("head", "lender", "administrator", "nobody")):
        facts = {"start": t.running.start, "end": t.running.end, "created_at": t.told.created_at}
        loan = Loan.objects.create(
            school=t.school, category=t.case.category, **facts, updated_at=t.told.created_at
        )
        for stage in stages[:agreed]:
            loan.approvals.create(stage=stage, by=lena, at=t.told.created_at)
        setattr(t, f"up_to_{name}", loan)


def _tickets(t, anna, vera, tom):
    """One with a colleague of vera's, one of tom's own, one vera passed on; one anna joined, one
    she took back."""
    tell = {"school": t.school, "devices": [t.device]}
    t.upstairs = workflow.report(by=tom, school=t.school, title="Netz fällt aus").ticket
    t.of_case = workflow.report(
        by=vera, school=t.school, devices=[t.own_case], title="Schloss klemmt"
    ).ticket
    mia = make_person("mia", Role.SUPPORT, t.school)
    t.helped = workflow.report(by=anna, **tell, title="flackert").ticket
    workflow.take_over(t.helped, by=mia)
    t.passed_on = workflow.report(by=anna, **tell, title="summt").ticket
    workflow.escalate(t.passed_on, by=vera)
    t.passed_on_and_taken = workflow.report(by=anna, **tell, title="riecht").ticket
    workflow.escalate(t.passed_on_and_taken, by=vera)
    workflow.take_over(t.passed_on_and_taken, by=tom)
    t.joined = workflow.report(by=vera, **tell, title="zu dunkel").ticket
    workflow.join(t.joined, by=anna)
    t.left = workflow.report(by=anna, **tell, title="zu hell").ticket
    workflow.withdraw(t.left, by=anna)
    t.by_phone = workflow.report(**tell, title="brummt", name="Herr Jansen").ticket


def _passed_on(t, everybody):
    """Passed on to the technicians, as nobody but support can now; and let go on the 1st level."""
    vera, mia = everybody["vera"], User.objects.get(username="mia")
    lies = {"school": t.school, "state": "new", "level": Ticket.Level.SECOND}
    t.passed_on_by_mia = Ticket(**lies, last_handler=mia)
    for name in ("rita", "hanna", "tom", "lena"):
        setattr(t, f"passed_on_by_{name}", Ticket(**lies, last_handler=everybody[name]))
    t.passed_on_and_solved = Ticket(**lies | {"state": "solved"}, last_handler=vera)
    t.let_go_by_vera = Ticket(**lies | {"level": Ticket.Level.FIRST}, last_handler=vera)


@pytest.mark.parametrize("app", RULES)
def test_who_may(app, things, everybody):
    written = dict(_rows(RULES[app]))
    found = {row: _allowed(MODULES[app], row, things, everybody) for row in written}
    assert found == written


def _rows(table):
    """(what is asked, whom it allows), row by row."""
    head, *rows = table.strip("\n").splitlines()
    assert head.split() == COLUMNS
    for row in rows:
        words = row.split()
        asked, marks = words[: -len(COLUMNS)], words[-len(COLUMNS) :]
        assert set(marks) <= {"x", "."}, row
        allowed = [name for name, mark in zip(COLUMNS, marks, strict=True) if mark == "x"]
        yield " ".join(asked), allowed


def _allowed(module, row, things, everybody):
    rule, *about = row.split()
    asked = [getattr(things, name) for name in about]
    answers = {name: getattr(module, rule)(everybody[name], *asked) for name in COLUMNS}
    assert {type(answer) for answer in answers.values()} == {bool}, f"{rule}: yes or no"
    return [name for name, allows in answers.items() if allows]


def test_every_rule_has_a_row():
    """Another name for a rule is a rule: it may come to mean something else."""
    rows = {f"{app}.{row.split()[0]}" for app in RULES for row, _who in _rows(RULES[app])}
    named = {module.__name__: app for app, module in MODULES.items()}
    missing = {
        f"{named.get(module.__name__, module.__name__)}.{name}"
        for module in modules_of_the_program()
        if module.__name__.split(".")[-1] == "rules" or module.__name__ in named
        for name in _rules_in(module)
    } - {*rows, *OTHERS}
    assert missing == set(), (
        "These rules have no row in RULES. Write down who may, from what was agreed, "
        "not from what the rule answers."
    )


def _rules_in(module):
    """Public functions of a module of rules; in other modules those that are called a rule."""
    named = "" if module.__name__.endswith(".rules") else ("can_", "may_")
    for name, thing in vars(module).items():
        own = inspect.isfunction(thing) and thing.__module__ == module.__name__
        if own and name.startswith(named) and not name.startswith("_"):
            yield name


def test_a_list_is_sorted_by_what_one_sees_of_all_its_rows(deich, moor):
    """Two roles: what is hidden at one of the schools tells nothing there by its order either."""
    uwe = make_person("uwe", Role.TECHNICIAN)
    give_role(uwe, Role.TEACHER, deich)
    paula = make_person("paula", Role.SUPPORT, deich)
    give_role(paula, Role.HEAD, moor)
    assert (assets.sees_all_details(uwe), assets.sees_all_prices(uwe)) == (True, True)
    assert (assets.sees_all_details(paula), assets.sees_all_prices(paula)) == (True, False)


def test_without_a_person_nothing_is_allowed_on_a_ticket(things):
    """A step by receipt is taken by no one; if the receipt is another ticket's, the rule says no."""
    asked = (tickets.can_confirm, tickets.can_withdraw, tickets.can_reopen)
    assert [rule(None, things.by_phone) for rule in asked] == [False, False, False]


def test_who_sets_a_status_that_only_some_roles_may_set(everybody, deich):
    """Where the role is held: rita is the BBS's support, and sets no word of support's here."""
    here = ("ticket", "new", deich.pk)
    found = {}
    for roles in ([], ["support"], ["technician", "lender"], ["nobody we know"]):
        status = Status(kind="ticket", state="new", roles=roles)
        found[", ".join(roles)] = _who_sets(status, here, everybody)
    assert found == {
        "": set(COLUMNS),
        "support": {"vera"},
        "technician, lender": {"nils", "tom", "lena"},
        "nobody we know": set(),
    }
    others = [
        Status(kind="ticket", state="new", retired=True),
        Status(kind="ticket", state="closed"),
        Status(kind="loan", state="new"),
    ]
    assert [_who_sets(status, here, everybody) for status in others] == [set(), set(), set()]


def _who_sets(status, here, everybody):
    kind, state, school = here
    return {name for name in COLUMNS if status.fits(kind, state, reach_of(everybody[name]), school)}


def test_on_which_level_everybody_works(things, everybody):
    second = {n for n, p in everybody.items() if tickets.level_of(p, things.ticket) == 2}
    assert second == {"nils", "tom", "lena", "adam"}
    assert (tickets.keepers_level(things.helped), tickets.keepers_level(things.handled)) == (1, 2)


def test_which_reports_are_ones_own(things, everybody):
    own = {
        name: [report.joined for report in tickets.reports_of(person, things.joined)]
        for name, person in everybody.items()
    }
    assert {name: joined for name, joined in own.items() if joined} == {
        "vera": [False],
        "anna": [True],
    }
    assert tickets.reports_of(None, things.joined) == []


def test_what_is_about_a_case(things):
    about = {name: tickets.is_about_a_case(getattr(things, name)) for name in ("ticket", "of_case")}
    assert about == {"ticket": False, "of_case": True}
