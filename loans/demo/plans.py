"""What the schools show for a condition that wants a paper: their training plans."""

from django.utils import translation

from assets.labels import fonts
from loans.papers.layout import build, paragraphs, table

PLAN = (
    "Alle Lehrkräfte, die mit dem Koffer arbeiten, nehmen an zwei Schulungen teil. "
    "Danach helfen sie einander im Kollegium."
)
MEETINGS = [
    ["1", "Auspacken, austeilen, einsammeln", "eine Stunde"],
    ["2", "Erklärvideos mit Klassen", "zwei Stunden"],
    ["3", "Was hat geklappt? Austausch im Kollegium", "eine Stunde"],
]


def plan(title, loan) -> bytes:
    """The training plan of a school, as a PDF."""
    fonts.register()
    with translation.override("de"):
        head = ["Termin", "Worum es geht", "Dauer"]
        parts = [
            *paragraphs(f"{loan.school}\n{loan.purpose}\n{PLAN}"),
            table(head, MEETINGS, [1, 5, 2]),
        ]
        return build(title, parts, loan.school.name)
