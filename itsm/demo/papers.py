"""The story's papers: PDFs with the day on which each was signed, and the schools' training plans."""

from django.core.files.base import ContentFile
from django.utils import translation

from assets.labels import fonts
from itsm.web.uploads import storage_name
from loans.models import LoanCondition
from loans.papers import archive
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


def write_papers(life, *kinds):
    """These kinds of papers of one loan, as they were on their day."""
    for kind, at, by, about in life.papers:
        if kind in kinds:
            paper = archive.keep(life.loan, kind, by=by, at=at, **about)
            life.paper_made(at, by, paper)


def add_plans(life):
    """The file behind every condition that wants one and is met."""
    for row in life.rows[LoanCondition]:
        if row.condition.proof == "file" and row.met_at:
            row.file_name, row.file_kind = f"{row.condition.label_de}.pdf", "pdf"
            plan = ContentFile(_plan(row.condition.label_de, life.loan))
            row.file.save(storage_name("pdf"), plan, save=False)


def _plan(title, loan):
    fonts.register()
    with translation.override("de"):
        head = ["Termin", "Worum es geht", "Dauer"]
        parts = [
            *paragraphs(f"{loan.school}\n{loan.purpose}\n{PLAN}"),
            table(head, MEETINGS, [1, 5, 2]),
        ]
        return build(title, parts, loan.school.name)
