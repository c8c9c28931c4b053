"""The addresses printed on labels and mailed as receipts: any letter case, slash or no slash."""

from django.urls import path, re_path

from tickets.reporting.views import receipt, report_wizard, scan

CODE = r"^[qQ]/(?P<code>[^/]*)"
RECEIPT = r"^[rR]/(?P<receipt>[^/]+)"

urlpatterns = [
    re_path(CODE + r"/join/?$", scan.join, name="door_join"),
    re_path(CODE + r"/helped/?$", scan.helped, name="door_helped"),
    re_path(CODE + r"/thanks/?$", scan.thanks, name="door_thanks"),
    re_path(r"^[qQ]/(?P<code>[\s\S]*?)/?$", scan.door, name="door"),
    re_path(RECEIPT + r"/?$", receipt.receipt, name="receipt"),
    re_path(RECEIPT + r"/files/(?P<number>\d{1,18})/?$", receipt.file, name="receipt_file"),
    re_path(RECEIPT + r"/comment/?$", receipt.comment, name="receipt_comment"),
    re_path(RECEIPT + r"/fixed/?$", receipt.fixed, name="receipt_fixed"),
    re_path(RECEIPT + r"/reopen/?$", receipt.reopen, name="receipt_reopen"),
    re_path(RECEIPT + r"/withdraw/?$", receipt.withdraw, name="receipt_withdraw"),
    path("report/", report_wizard.report, name="report"),
    path("report/join/", report_wizard.join, name="report_join"),
    path("report/helped/", report_wizard.helped, name="report_helped"),
    path("report/thanks/", report_wizard.thanks, name="report_thanks"),
]
