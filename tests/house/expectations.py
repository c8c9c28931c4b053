"""Every address of the program, and who gets through it at the Gymnasium am Deich.

A new address needs a line here: the name of the route, and who may. Write PUBLIC only for what
tells nothing of any school, OWN for what shows each person her own, and else a set of people:
who gets through with the Gymnasium's things. Everybody else is refused, and changes nothing.
"""

from tests.house.story import AT_DEICH, EVERYWHERE, PEOPLE


def names(text) -> list[str]:
    return text.split()


PUBLIC, OWN = "public", "own"
ADMIN = {"adam"}
OF_SCHOOL = {*AT_DEICH, *EVERYWHERE}
DETAILS = OF_SCHOOL - {"anna"}
STAFF = {"tom", "adam"}
LENDERS = {"lena", "adam"}
SEES_TICKET = OF_SCHOOL - {"lena"}
WORKS = {"vera", "tom", "adam"}
TOLD = {"anna"}
LABELLERS = {"vera", "olga", "nora", *EVERYWHERE}
REVIEWERS = LABELLERS - {"lena"}
REGISTERS = {"nora", *EVERYWHERE}
WITH_ROLE = {*PEOPLE} - {"ida"}

TICKET_STEPS = {
    "take_over": WORKS,
    "release": WORKS,
    "resume": WORKS,
    "escalate": WORKS,
    "close": WORKS,
    "solve": WORKS,
    "wait": WORKS,
    "assign": WORKS,
    "confirm": TOLD,
    "withdraw": TOLD,
    "reopen": WORKS | TOLD,
    "comment": SEES_TICKET,
    "take_back": set(),
}
HEADS = {"hanna", *LENDERS}
HANDS = {"tom", *LENDERS}
BORROWERS = {*AT_DEICH, *LENDERS}
LENDERS_PAGES = names("""
    plan year figures figures_export figures_told training_new training_edit attendance reminders
    reminders_coming reminder reminder_new resting
""")
# The Gymnasium has a case of the authority, and is to bring it back one day.
LOAN_STEPS = {
    **dict.fromkeys(names("submit withdraw meet_condition extend name_room"), HEADS),
    **dict.fromkeys(
        # The stage that is open is the loan managers'.
        names("""approve waitlist refuse refuse_extension reopen_condition inspect decide
        resolve close remind"""),
        LENDERS,
    ),
    **dict.fromkeys(
        names("""tick_off prepare scan_out undo_scan_out leave_out name_damage
        count_out hand_over swap scan_in undo_scan_in count_in take_back"""),
        HANDS,
    ),
    "report_fault": OF_SCHOOL,
}
PAGE_STEPS = TICKET_STEPS | {"edit": WORKS, "devices": WORKS}
DEVICE_STEPS = [
    "move",
    "store",
    "put_in_service",
    "send_to_repair",
    "return_from_repair",
    "report_missing",
    "retire",
]
SCHOOL_PAGES = names("submit amend withdraw extend name_room meet_condition")
LENDER_PAGES = names("""
    approve decide_together waitlist refuse refuse_extension accept_condition reopen_condition
    replan remind
""")
LOAN_SETTINGS = names("""
    index conditions condition_new condition condition_move stages stage_new stage stage_move
    accessories accessory_new accessory accessory_move entries entry photo_remove
""")
# Who may apply somewhere looks into the catalogue: the authority's cases are no school's secret.
LOOKS = {"vera", "hanna", "otto", "olga", "nora", *EVERYWHERE}
CASE_STEPS = ["fill", "take_out", "count", "edit", "replace_label"]
HANDING = names("""
    prepare hand_over scan_out undo_scan_out count_out leave_out sign_out take_back scan_in
    undo_scan_in count_in sign_in swap photo_new photo_remove
""")
RETURNED = names("inspect close decide")
PAPER_SETTINGS = names("paper_texts paper_text paper_preview tasks task_new task")
SETTINGS = names("""
    schools school_new school_kinds school school_close school_open categories category_new
    category category_move tiles tile_new general_tiles general_tile_new tile tile_move models
    model_new model manufacturers manufacturer_new manufacturer funding funding_source_new
    funding_source fields field field_move builtin fields_of field_new statuses status status_move
    statuses_of status_new routing rule_new rule rule_remove days look numbers number_example
    outbox outbox_message outbox_send journal doubles
""")
PEOPLE_PAGES = names("""
    index invite show edit add_role remove_role postings resend leave factor email take_off_factor
""")
SIGNING_IN = names("""
    account_login account_logout account_inactive account_signup account_email_verification_sent
    account_confirm_login_code account_confirm_email account_reset_password
    account_reset_password_done account_reset_password_from_key
    account_reset_password_from_key_done mfa_authenticate invitation email_needs_no_confirming
    confirm_email
""")
ONES_OWN = names("""
    home search me my_email sessions end_sessions end_session accounts/email/ account_reauthenticate account_email account_change_password
    account_set_password mfa_index mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp
    mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes
    settings:tokens settings:token_end scan devices:list devices:export locations:tree locations:rooms tickets:list
    tickets:export tickets:new api schema docs api-schools-list api-locations-list
    api-categories-list api-models-list api-devices-list api-labels-list api-tickets-list
    api-events-list api-tiles-list api-manufacturers-list api-funding_sources-list
    api-statuses-list api-fields-list api-people-list docs_kind api_unknown
    cases:list loans:list loans:export api-accessory_kinds-list api-cases-list api-loans-list api-statuses-detail api-fields-detail api-funding_sources-detail
    loans:trainings loans:experiences loans:experience_new
""")
# By the code on a label, or by a receipt: whoever holds it. See test_routes.py.
BY_CODE = names("door door_join door_helped door_thanks")
BY_RECEIPT = names("""
    receipt receipt_file receipt_comment receipt_fixed receipt_reopen receipt_withdraw
""")
FOR_ANYBODY = names("""
    loans:feed
    report report_join report_helped report_thanks set_language branding logo healthz readyz
    metrics
""")

EXPECTED = {
    **dict.fromkeys([*SIGNING_IN, *BY_CODE, *BY_RECEIPT, *FOR_ANYBODY], PUBLIC),
    **dict.fromkeys(ONES_OWN, OWN),
    **{f"settings:{name}": ADMIN for name in SETTINGS},
    **{f"people:{name}": ADMIN for name in PEOPLE_PAGES},
    "settings": ADMIN,
    "devices:new": REGISTERS,
    "devices:show": OF_SCHOOL,
    "devices:life": OF_SCHOOL,
    "devices:edit": STAFF,
    "devices:files": DETAILS,
    "devices:add_file": STAFF,
    "devices:file": DETAILS,
    "devices:remove_file": STAFF,
    "devices:step": dict.fromkeys(DEVICE_STEPS, STAFF),
    "locations:show": OF_SCHOOL,
    "locations:below": OF_SCHOOL,
    "locations:life": OF_SCHOOL,
    "locations:new": ADMIN,
    "locations:edit": ADMIN,
    "locations:move": ADMIN,
    "locations:remove": ADMIN,
    **{
        f"imports:{name}": ADMIN
        for name in ("new", "show", "confirm", "take_back", "failed", "sample")
    },
    "labels:list": LABELLERS,
    "labels:print": LABELLERS,
    "labels:blank": STAFF,
    "labels:adjust": LABELLERS,
    "labels:test": LABELLERS,
    "labels:test_pdf": LABELLERS,
    "labels:replace_device": WORKS,
    "labels:replace_location": WORKS,
    "labels:bind": WORKS,
    "labels:revoke": WORKS,
    "tickets:held": REVIEWERS,
    "tickets:decide": dict.fromkeys(["accept", "dismiss"], WORKS),
    "tickets:show": SEES_TICKET,
    "tickets:file": SEES_TICKET,
    "tickets:decide_ticked": dict.fromkeys(["accept", "dismiss"], REVIEWERS),
    "tickets:held_file": WORKS,
    "tickets:join": OF_SCHOOL,
    "tickets:step": PAGE_STEPS,
    **{f"loans:{name}": LOOKS for name in ("feeds", "catalogue", "catalogue_photo", "waiting")},
    "loans:new": HEADS | {"otto"},
    "loans:condition_file": DETAILS,
    **{f"loans:{step}": HEADS for step in SCHOOL_PAGES},
    **{f"loans:{step}": LENDERS for step in LENDER_PAGES},
    **{f"lending:{name}": LENDERS for name in LOAN_SETTINGS},
    **{f"loans:{name}": LENDERS for name in LENDERS_PAGES},
    "loans:training": WITH_ROLE,
    "loans:give_up_seat": BORROWERS,
    "loans:certificate": OF_SCHOOL,
    "loans:experience_remove": TOLD | LENDERS,
    "loans:bookings": BORROWERS,
    "loans:cancel_booking": BORROWERS,
    "loans:evaluate": HEADS,
    "api-schools-detail": OF_SCHOOL,
    "api-locations-detail": OF_SCHOOL,
    "api-locations-move": ADMIN,
    "api-locations-replace_label": WORKS,
    "api-categories-detail": WITH_ROLE,
    "api-tiles-detail": WITH_ROLE,
    "api-manufacturers-detail": WITH_ROLE,
    "api-models-detail": WITH_ROLE,
    "api-people-detail": ADMIN,
    "api-devices-detail": OF_SCHOOL,
    "api-devices-replace_label": WORKS,
    "api-devices-edit": STAFF,
    **{f"api-devices-{step}": STAFF for step in DEVICE_STEPS},
    "cases:show": OF_SCHOOL,
    **{f"cases:{name}": HANDS for name in ("fill", "take_out", "count", "edit")},
    **dict.fromkeys(["cases:choose", "cases:spares"], HANDS),
    "loans:show": OF_SCHOOL,
    **{f"loans:{name}": STAFF | LENDERS for name in HANDING},
    **{f"loans:{name}": LENDERS for name in RETURNED},
    "loans:report_fault": OF_SCHOOL,
    **{f"loans:{name}": DETAILS for name in ("photo", "paper", "paper_pdf")},
    "loans:open": OWN,
    "loans:resolve": LENDERS,
    **{f"loans:{name}": LENDERS for name in PAPER_SETTINGS},
    "api-accessory_kinds-detail": WITH_ROLE,
    "api-cases-detail": OF_SCHOOL,
    **{f"api-cases-{step}": HANDS for step in [*CASE_STEPS, *DEVICE_STEPS]},
    "api-loans-detail": OF_SCHOOL,
    **{f"api-{part}-list": OF_SCHOOL for part in ("photos", "papers", "proofs")},
    **{
        f"api-{part}-{way}": DETAILS
        for part in ("photos", "papers", "proofs")
        for way in ("detail", "file")
    },
    **{f"api-loans-{step}": who for step, who in LOAN_STEPS.items()},
    "api-labels-detail": WORKS,
    "api-labels-bind": WORKS,
    "api-labels-revoke": WORKS,
    "api-tickets-detail": SEES_TICKET,
    **{f"api-tickets-{step}": who for step, who in TICKET_STEPS.items()},
    "api-events-detail": SEES_TICKET,
}
