"""What waits for somebody, in words that fit its number."""

from django.utils import translation

from itsm.people.reach import EVERYTHING
from loans.overview.worklist import _of_heads, _of_lenders


def test_a_single_one_is_called_so():
    with translation.override("de"):
        needs = [*_of_lenders(), *_of_heads(EVERYTHING)]
        told = {need.name: (str(need.said(1)), str(need.said(2))) for need in needs if need.one}
    assert told == {
        "new": ("neuer Antrag", "neue Anträge"),
        "longer": ("Verlängerung erbeten", "Verlängerungen erbeten"),
        "owed": ("fälliger offener Punkt", "fällige offene Punkte"),
        "drafts": ("Entwurf einzureichen", "Entwürfe einzureichen"),
        "proofs": ("Nachweis noch offen", "Nachweise noch offen"),
    }
