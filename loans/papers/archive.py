"""Papers are written once, kept with their hash, and never changed."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from itsm.files.uploads import storage_name
from loans.models import LoanPaper, PaperKind
from loans.papers.writing import write_paper
from loans.steps import write


def contract(loan, *, by) -> LoanPaper:
    """The contract of the whole case, with everything that went out."""
    return _keep(loan, PaperKind.CONTRACT, by)


def annex(loan, item, *, by) -> LoanPaper:
    """A swap: which device came for which."""
    return _keep(loan, PaperKind.ANNEX, by, item=item)


def return_protocol(loan, *, by) -> LoanPaper:
    """What came back, and what did not."""
    return _keep(loan, PaperKind.RETURN, by)


def decision(damage, *, by) -> LoanPaper:
    """Who pays for what broke, and why."""
    return _keep(damage.item.loan, PaperKind.DECISION, by, damage=damage)


def _keep(loan, kind, by, **about):
    paper = keep(loan, kind, by=by, at=timezone.now(), **about)
    write(by, "loan.paper_made", loan, title=paper.title, sha256=paper.sha256)
    return paper


def keep(loan, kind, *, by, at, **about) -> LoanPaper:
    """The file, its hash, and who made it when; its line is written by whoever takes the step."""
    title, pdf = write_paper(loan, kind, timezone.localdate(at), **about)
    paper = LoanPaper(
        loan=loan,
        kind=kind,
        title=title,
        size=len(pdf),
        by=by,
        created_at=at,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    paper.file.save(storage_name("pdf"), ContentFile(pdf), save=False)
    paper.save()
    return paper


def content_of(paper) -> bytes | None:
    """The file as it lies there, or None where it is gone or no longer what was kept."""
    try:
        with paper.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == paper.sha256 else None
