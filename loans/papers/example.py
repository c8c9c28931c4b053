"""An invented loan, so that a loan manager sees how a paper will look before anybody signs one."""

from django.utils import timezone
from django.utils.formats import date_format

from itsm.people.models import Authority
from loans.models import Signature
from loans.papers.facts import Facts, euros

DRAWN = [[[0.05, 0.6], [0.2, 0.2], [0.3, 0.7], [0.45, 0.3], [0.6, 0.65], [0.9, 0.4]]]


def _words(today):
    house = Authority.get()
    return {
        "authority": house.owner or house.name,
        "school": "Gymnasium am Deich",
        "case": "Koffer 3 (IT-K3)",
        "number": "31",
        "from": "1. August 2026",
        "until": "31. Juli 2027",
        "purpose": "Mathematik in Klasse 7",
        "responsible": "Frau Albers",
        "deputy": "Herr Onken",
        "devices": "2",
        "value": euros(1249),
        "room": "Raum 204",
        "today": today,
        "slot": "2",
        "old": "IT-00418",
        "new": "IT-00733",
        "missing": "1",
        "device": "IT-00418",
        "ticket": "4711",
        "damage": "Display gebrochen",
        "cost": euros(189),
        "decision": "die Schule zahlt",
        "reason": "Sturz im Unterricht",
    }


def example_facts() -> Facts:
    """A case with three tablets: one has a scratch, one stays behind, two pencils are missing."""
    now = timezone.now()
    today = date_format(timezone.localdate())
    return Facts(
        words=_words(today),
        devices=[
            ["Koffer", "Ladekoffer 16", "SN-K3", "IT-K3", euros(250)],
            ["1", "iPad 10. Generation", "SN-417", "IT-00417", euros(450)],
            ["2", "iPad 10. Generation", "SN-418", "IT-00418", euros(450)],
        ],
        accessories=[["Stift", "2", euros(99)]],
        left_out=[["IT-00419", "lädt nicht"]],
        damages=[["IT-00418", "Kratzer auf der Rückseite"]],
        open_items=[["2 Stifte fehlen", "Lena Lürs", today]],
        signatures=[
            Signature(side="school", name="Frau Albers", strokes=DRAWN, signed_at=now),
            Signature(side="authority", name="Lena Lürs", signed_at=now),
        ],
    )
