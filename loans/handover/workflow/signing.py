"""Signing: drawn on the screen, or a name typed and confirmed. Once for everything."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.workflow import StepRefused
from loans.models import Loan, Signature

MOST_STROKES, MOST_POINTS = 200, 5000


def sign(loan: Loan, act: str, signatures: Iterable[dict]) -> None:
    """Keep who signed for which side: [{"side", "name", "strokes"}, …].

    `act` is "handover" or "return"; `strokes` are lists of points between 0 and 1, none where the
    name was typed. Refused without a name, and where the strokes can't be read.
    """
    for one in signatures:
        name, strokes = one.get("name", "").strip(), one.get("strokes") or []
        if not name:
            raise StepRefused(_("Please write the name of whoever signs."))
        Signature.objects.create(
            loan=loan,
            act=act,
            side=one["side"],
            name=name[:120],
            strokes=_checked(strokes),
            signed_at=timezone.now(),
        )


def _checked(strokes: list) -> list:
    """Lists of points between 0 and 1, and not more than a hand draws."""
    points = sum(len(stroke) for stroke in strokes)
    fine = len(strokes) <= MOST_STROKES and points <= MOST_POINTS
    if not fine or not all(_is_point(point) for stroke in strokes for point in stroke):
        raise StepRefused(_("This signature could not be read. Please sign again, or type it."))
    return [[[round(x, 4), round(y, 4)] for x, y in stroke] for stroke in strokes]


def _is_point(point: object) -> bool:
    if not isinstance(point, list | tuple) or len(point) != 2:
        return False
    return all(isinstance(n, int | float) and 0 <= n <= 1 for n in point)
