"""The addresses printed on labels and mailed as receipts: any letter case, slash or no slash."""

from django.urls import path, re_path

from tickets.portal import door, receipts, walk_in

CODE = r"^[qQ]/(?P<code>[^/]*)"
RECEIPT = r"^[rR]/(?P<receipt>[^/]+)"

urlpatterns = [
    re_path(CODE + r"/join/?$", door.join, name="door_join"),
    re_path(CODE + r"/helped/?$", door.helped, name="door_helped"),
    re_path(CODE + r"/thanks/?$", door.thanks, name="door_thanks"),
    re_path(r"^[qQ]/(?P<code>[\s\S]*?)/?$", door.door, name="door"),
    re_path(RECEIPT + r"/?$", receipts.receipt, name="receipt"),
    re_path(RECEIPT + r"/files/(?P<number>\d{1,18})/?$", receipts.file, name="receipt_file"),
    re_path(RECEIPT + r"/comment/?$", receipts.comment, name="receipt_comment"),
    re_path(RECEIPT + r"/fixed/?$", receipts.fixed, name="receipt_fixed"),
    re_path(RECEIPT + r"/reopen/?$", receipts.reopen, name="receipt_reopen"),
    re_path(RECEIPT + r"/withdraw/?$", receipts.withdraw, name="receipt_withdraw"),
    path("report/", walk_in.report, name="report"),
    path("report/join/", walk_in.join, name="report_join"),
    path("report/helped/", walk_in.helped, name="report_helped"),
    path("report/thanks/", walk_in.thanks, name="report_thanks"),
]
