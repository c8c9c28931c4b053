"""A receipt is made from the report's id, cannot be guessed, and ends 30 days after closing."""

from datetime import timedelta

import pytest
import time_machine

from tickets import workflow
from tickets.receipts import receipt_of, receipt_url, report_by_receipt


def test_the_same_report_gives_the_same_receipt(reported):
    receipt = receipt_of(reported)
    number, _dash, seal = receipt.partition("-")
    assert (number, len(seal), receipt_of(reported)) == (str(reported.pk), 26, receipt)
    assert report_by_receipt(receipt) == report_by_receipt(receipt.lower()) == reported


def test_its_address_is_whole(reported, settings):
    assert receipt_url(reported) == f"{settings.PUBLIC_URL}/r/{receipt_of(reported)}"


@pytest.mark.parametrize(
    "wrong", ["", "-", "1", "1-", "x-y", "1-" + "0" * 26, "²-x", "9" * 30 + "-x", "1-ü" + "0" * 25]
)
def test_a_wrong_one_opens_nothing(wrong, reported):
    assert report_by_receipt(wrong) is None


def test_one_reports_seal_does_not_open_another(reported, foreign_ticket):
    other = foreign_ticket.reports.get()
    seal = receipt_of(reported).partition("-")[2]
    assert report_by_receipt(f"{other.pk}-{seal}") is None


def test_another_secret_makes_other_receipts(reported, settings):
    receipt = receipt_of(reported)
    settings.SECRET_KEY = "something else entirely, and long enough"
    assert report_by_receipt(receipt) is None


def test_it_ends_thirty_days_after_closing(reported, vera):
    workflow.close(reported.ticket, by=vera)
    closed = reported.ticket.closed_at
    with time_machine.travel(closed + timedelta(days=30, seconds=-1)):
        assert report_by_receipt(receipt_of(reported)) == reported
    with time_machine.travel(closed + timedelta(days=30, seconds=1)):
        assert report_by_receipt(receipt_of(reported)) is None
