"""One sentence per verb: how a line of the journal reads, with its icon, tone and group.

Placeholders are filled from the line's own details, a flat dictionary of strings.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Wording(NamedTuple):
    """How one verb looks and reads."""

    sentence: str | Promise
    icon: str = "info"
    tone: str = ""
    group: str = "edits"


W = Wording
GROUPS = {
    "faults": _("Faults"),
    "moves": _("Moves"),
    "repairs": _("Repairs"),
    "loans": _("Loans"),
    "labels": _("Labels"),
    "edits": _("Changes"),
    "signing_in": _("Signing in"),
    "failures": _("Failures"),
}

WORDING = {
    "device.registered": W(_("Registered: %(place)s"), "plus", "", "moves"),
    "device.edited": W(_("Changed: %(changes)s"), "edit", "", "edits"),
    "device.moved": W(_("Moved from %(origin)s to %(place)s"), "move", "", "moves"),
    "device.stored": W(_("Put into storage. %(note)s"), "storage", "", "moves"),
    "device.put_in_service": W(_("Put in service. %(note)s"), "check", "ok", "moves"),
    "device.sent_to_repair": W(
        _("Sent to repair. %(company)s %(reference)s %(note)s"), "repair", "wait", "repairs"
    ),
    "device.returned_from_repair": W(
        _("Back from repair. %(note)s %(cost)s"), "repair", "ok", "repairs"
    ),
    "device.reported_missing": W(_("Missing. %(note)s"), "alert", "bad", "moves"),
    "device.retired": W(_("Retired. %(note)s"), "trash", "", "moves"),
    "device.lent": W(_("Lent."), "briefcase", "", "loans"),
    "device.given_back": W(_("Given back. %(note)s"), "return", "", "loans"),
    "device.removed": W(_("Removed with its import: %(place)s"), "trash", "", "moves"),
    "device.file_added": W(_("File added: %(file)s"), "file", "", "edits"),
    "device.file_removed": W(_("File removed: %(file)s"), "trash", "", "edits"),
    "case.filled": W(_("%(device)s lies in slot %(slot)s of %(case)s"), "briefcase", "", "moves"),
    "case.emptied": W(
        _("%(device)s left slot %(slot)s of %(case)s. %(note)s"), "briefcase", "", "moves"
    ),
    "case.counted": W(
        _("%(kind)s counted: %(present)s of %(expected)s there, %(broken)s broken"),
        "list",
        "",
        "edits",
    ),
    "label.printed": W(_("Label printed"), "print", "", "labels"),
    "label.bound": W(_("Label bound"), "label", "", "labels"),
    "label.replaced": W(_("Label replaced, the old one is blocked"), "label", "", "labels"),
    "label.revoked": W(_("Label blocked"), "label", "bad", "labels"),
    "location.added": W(_("Place added: %(place)s"), "plus", "", "edits"),
    "location.edited": W(_("Place changed: %(old)s → %(new)s"), "edit", "", "edits"),
    "location.moved": W(_("Place moved from %(origin)s to %(place)s"), "move", "", "moves"),
    "location.removed": W(_("Place removed: %(place)s"), "trash", "", "edits"),
    "ticket.reported": W(_("%(title)s, reported %(channel)s"), "bolt", "bad", "faults"),
    "ticket.joined": W(_("One more person is affected"), "users", "bad", "faults"),
    "ticket.accepted": W(_("%(title)s, accepted after review"), "bolt", "bad", "faults"),
    "ticket.taken_over": W(_("Taken over"), "hand", "", "faults"),
    "ticket.assigned": W(_("Given to %(to)s"), "user", "", "faults"),
    "ticket.released": W(_("Released"), "arrow-right", "", "faults"),
    "ticket.escalated": W(_("Passed on to the technicians. %(note)s"), "up", "", "faults"),
    "ticket.taken_back": W(_("Taken back from the technicians"), "return", "", "faults"),
    "ticket.waits": W(_("Waiting for %(waiting_for)s. %(note)s"), "wait", "wait", "faults"),
    "ticket.resumed": W(_("Work goes on"), "refresh", "", "faults"),
    "ticket.edited": W(_("Changed: %(changes)s"), "edit", "", "edits"),
    "ticket.devices_changed": W(
        _("Devices changed. Now: %(added)s. No longer: %(removed)s"), "edit", "", "edits"
    ),
    "ticket.solved": W(_("Solved: %(solution)s"), "check", "ok", "faults"),
    "ticket.confirmed": W(_("The reporter confirms: it works"), "thumbs-up", "ok", "faults"),
    "ticket.reopened": W(_("Not fixed after all. %(note)s"), "return", "bad", "faults"),
    "ticket.works_again": W(_("Works again, by itself"), "thumbs-up", "ok", "faults"),
    "ticket.withdrawn": W(_("Withdrawn by the reporter"), "return", "", "faults"),
    "ticket.closed": W(_("Closed. %(note)s"), "lock", "", "faults"),
    "ticket.closed_by_itself": W(_("Closed by itself: %(why)s"), "lock", "", "faults"),
    "ticket.reminded": W(_("The reporter was reminded"), "bell", "wait", "faults"),
    "ticket.commented": W(_("Comment"), "comment", "", "faults"),
    "ticket.file_added": W(_("File added: %(file)s"), "photo", "", "faults"),
    "ticket.file_lost": W(_("A file could not be stored: %(file)s"), "photo", "wait", "faults"),
    "fault.self_helped": W(_("%(tile)s: the hint “%(hint)s” helped"), "thumbs-up", "ok", "faults"),
    "report.dismissed": W(_("A held report was dismissed"), "trash", "", "faults"),
    "loan.drafted": W(_("Application begun for %(borrower)s"), "plus", "", "loans"),
    "loan.amended": W(_("Application changed: %(changes)s"), "edit", "", "loans"),
    "loan.submitted": W(_("%(borrower)s applies for a case"), "briefcase", "", "loans"),
    "loan.withdrawn": W(_("Application withdrawn"), "return", "", "loans"),
    "loan.condition_given": W(_("Proof given: %(condition)s"), "file", "wait", "loans"),
    "loan.condition_met": W(_("Condition met: %(condition)s"), "check", "ok", "loans"),
    "loan.condition_reopened": W(
        _("Condition open again: %(condition)s. %(note)s"), "alert", "bad", "loans"
    ),
    "loan.agreed": W(_("Agreed: %(stage)s. %(note)s"), "thumbs-up", "ok", "loans"),
    "loan.approved": W(_("Promised to %(borrower)s: %(case)s. %(note)s"), "check", "ok", "loans"),
    "loan.waitlisted": W(
        _("%(borrower)s is on the waiting list. %(note)s"), "wait", "wait", "loans"
    ),
    "loan.now_possible": W(
        _("A case is free: %(borrower)s is next on the waiting list"), "bell", "ok", "loans"
    ),
    "loan.refused": W(_("Refused: %(reason)s"), "x", "bad", "loans"),
    "loan.extension_asked": W(
        _("Longer, please: until %(until)s. %(reason)s"), "calendar", "wait", "loans"
    ),
    "loan.extended": W(
        _("Extended: until %(until)s instead of %(was)s"), "calendar", "ok", "loans"
    ),
    "loan.extension_refused": W(_("Not extended: %(reason)s"), "calendar", "bad", "loans"),
    "loan.prepared": W(_("Prepared. %(note)s"), "package", "", "loans"),
    "loan.scanned_out": W(_("Scanned out: %(device)s"), "scan", "", "loans"),
    "loan.scan_undone": W(_("Scan taken back: %(device)s"), "return", "", "loans"),
    "loan.left_out": W(_("%(device)s stays here: %(reason)s"), "alert", "wait", "loans"),
    "loan.damage_named": W(_("Known damage of %(device)s: %(text)s"), "alert", "", "loans"),
    "loan.handed_over": W(
        _("Handed over to %(borrower)s with %(devices)s devices. %(note)s"), "hand", "ok", "loans"
    ),
    "loan.room_named": W(_("Stands in: %(place)s"), "location", "", "loans"),
    "loan.fault_reported": W(
        _("Fault in slot %(slot)s: ticket %(ticket)s"), "bolt", "bad", "loans"
    ),
    "loan.swapped": W(
        _("Slot %(slot)s: %(new)s instead of %(old)s. %(note)s"), "refresh", "", "loans"
    ),
    "loan.scanned_in": W(_("Scanned in: %(device)s"), "scan", "", "loans"),
    "loan.scan_in_undone": W(_("Scan taken back: %(device)s"), "return", "", "loans"),
    "loan.taken_back": W(_("Taken back, %(missing)s missing. %(note)s"), "return", "ok", "loans"),
    "loan.inspected": W(_("Looked at: %(device)s. %(note)s"), "eye", "", "loans"),
    "loan.damage_found": W(_("Damaged: %(device)s, ticket %(ticket)s"), "alert", "bad", "loans"),
    "loan.damage_decided": W(
        _("Decided about %(device)s: %(decision)s. %(reason)s"), "check", "", "loans"
    ),
    "loan.resolved": W(_("Done: %(text)s. %(result)s"), "check", "ok", "loans"),
    "loan.closed": W(_("Loan closed. %(note)s"), "lock", "", "loans"),
    "loan.paper_made": W(_("Paper written: %(title)s"), "file", "", "loans"),
    "loan.evaluated": W(_("The school has told how it was"), "star", "ok", "loans"),
    "training.added": W(_("Training: %(title)s"), "calendar", "", "edits"),
    "training.changed": W(_("Training changed: %(title)s"), "calendar", "", "edits"),
    "training.signed_up": W(_("A seat taken: %(title)s"), "user", "", "edits"),
    "training.given_up": W(_("A seat given up: %(title)s"), "user", "", "edits"),
    "training.attended": W(_("Attended: %(title)s"), "check", "ok", "edits"),
    "training.missed": W(_("Was not there after all: %(title)s"), "x", "", "edits"),
    "experience.shared": W(_("Experience shared: %(title)s"), "comment", "", "edits"),
    "experience.removed": W(_("Experience removed: %(title)s"), "trash", "", "edits"),
    "loan.feed_made": W(_("New address of a calendar"), "calendar", "", "edits"),
    "loan.return_planned": W(_("To be brought back by %(end)s"), "return", "wait", "loans"),
    "loan.asked_back": W(_("The school was reminded by hand. %(note)s"), "bell", "wait", "loans"),
    "loan.reminded": W(_("Reminded: %(to)s"), "bell", "wait", "loans"),
    "user.invited": W(_("Invited as colleague"), "mail"),
    "user.joined": W(_("Signed in for the first time"), "user"),
    "user.edited": W(_("Personal details changed"), "edit"),
    "user.roles_changed": W(_("Roles changed: %(old)s → %(new)s"), "users"),
    "user.left": W(_("Access ended; open work went to %(heir)s"), "logout"),
    "user.signed_in": W(_("Signed in"), "user", "", "signing_in"),
    "user.sign_in_failed": W(_("Sign-in failed: wrong %(why)s"), "lock", "wait", "signing_in"),
    "user.password_changed": W(
        _("Password changed; sessions and API tokens ended"), "key", "", "signing_in"
    ),
    "user.password_reset": W(
        _("New password by a link in a mail; sessions and API tokens ended"),
        "key",
        "wait",
        "signing_in",
    ),
    "user.email_asked": W(_("Another e-mail address asked for"), "mail", "", "signing_in"),
    "user.email_changed": W(_("E-mail address changed"), "mail", "", "signing_in"),
    "user.factor_set_up": W(_("Second factor set up"), "lock", "ok", "signing_in"),
    "user.factor_taken_off": W(_("Second factor switched off"), "lock", "wait", "signing_in"),
    "user.codes_made": W(_("New emergency codes made"), "key", "", "signing_in"),
    "user.sessions_ended": W(_("Signed out other browsers"), "logout", "", "signing_in"),
    "user.token_made": W(_("API token made: %(name)s"), "key", "", "signing_in"),
    "user.token_ended": W(_("API token ended: %(name)s"), "key", "", "signing_in"),
    "mail.sent_again": W(_("Mail %(mail)s sent once more"), "mail"),
    "school.added": W(_("School added"), "school"),
    "import.taken_in": W(
        _("Table imported: %(name)s (%(new)s new, %(changed)s changed, %(failed)s failed)"),
        "upload",
    ),
    "import.taken_back": W(_("Import taken back: %(name)s"), "return"),
    "school.edited": W(_("School changed: %(changes)s"), "edit"),
    "clock.failed": W(_("Automatic step failed: %(work)s (%(error)s)"), "alert", "bad", "failures"),
    "setting.changed": W(_("Setting changed: %(what)s %(name)s. %(changes)s"), "settings"),
}
