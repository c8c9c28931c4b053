"""Papers say what was handed out, in the authority's words, and never change afterwards."""

import hashlib
from decimal import Decimal

import pypdfium2
import pytest
from django.core import mail

from assets.models import Device
from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import relay
from itsm.people.models import Authority
from loans import workflow
from loans.models import LoanPaper, PaperKind, PaperText
from loans.papers.placeholders import fill, placeholders_of, text_of, unknown_in
from loans.papers.writing import write_example
from tests.conftest import make_device
from tests.loans.conftest import SIGNED, bring_back, hand_over, make_loan


def pages_of(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text_in(paper) -> str:
    """What is printed, on one line."""
    with paper.file.open() as kept:
        return " ".join(" ".join(pages_of(kept.read())).split())


def paper_of(loan, kind):
    return LoanPaper.objects.filter(loan=loan, kind=kind).get()


@pytest.fixture
def house(db):
    return Authority.objects.update_or_create(pk=1, defaults={"owner": "Landkreis Musterland"})[0]


def test_a_contract_names_everything(lena, deich, case, kinds, house):
    Device.objects.filter(pk=case.pk).update(name="Koffer 3", replacement_value=250)
    case.contents.update(replacement_value=Decimal("449.90"))
    kinds.pencil.value = Decimal(99)
    kinds.pencil.save()
    loan = make_loan(lena, deich, case, to="prepared", purpose="Mathe & <b>Bio</b>")
    for slot in (1, 2, 3):
        workflow.scan_out(loan, by=lena, code=f"IT-K1-0{slot}")
    workflow.scan_out(loan, by=lena, code="IT-K1")
    workflow.leave_out(loan, by=lena, item=loan.items.get(slot=4), reason="lädt nicht")
    workflow.name_damage(loan, by=lena, item=loan.items.get(slot=2), text="Kratzer hinten")
    workflow.hand_over(loan, by=lena, signatures=SIGNED)
    text = text_in(paper_of(loan, "contract"))
    for words in (
        f"Leihvertrag Nr. {loan.number}",
        "Verleiher Landkreis Musterland",
        "Entleiher Gymnasium am Deich",
        "Frau Petersen",
        "Tablet SN-IT-K1-01 IT-K1-01 449,90 €",
        "Stift 4 99,00 €",
        "IT-K1-02 Kratzer hinten",
        "IT-K1-04 lädt nicht",
        "Mathe & <b>Bio</b>",
        "§ 598 BGB",
        "Hanna,",
        "Lena, getippt und bestätigt am",
        "mit 3 Geräten",
        "Gesamtwert 1.995,70 €",
    ):
        assert words in text
    assert "SN-IT-K1-04" not in text


def test_a_drawn_signature_is_a_path_and_a_typed_one_is_not(running):
    with paper_of(running, "contract").file.open() as kept:
        document = pypdfium2.PdfDocument(kept.read())
    last = document[len(document) - 1]
    paths = [o for o in last.get_objects() if o.type == 2]
    assert len(paths) == 3  # one stroke, two lines to sign on
    document.close()


def test_every_page_has_the_font_and_says_which_it_is(lena, deich, kinds):
    from tests.loans.conftest import make_case

    loan = make_loan(lena, deich, make_case("IT-K9", kinds, lena, tablets=30), to="handed_over")
    with paper_of(loan, "contract").file.open() as kept:
        content = kept.read()
    pages = pages_of(content)
    assert [f"Seite {n} von {len(pages)}" in page for n, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert b"DejaVuSans" in content
    assert all(f"IT-K9-{n:02d}" in "".join(pages) for n in range(1, 31))


def test_a_swap_makes_an_annex(lena, running, kinds):
    spare = make_device("IT-S1", kinds.tablet, None, state="in_storage", serial_number="SN-S1")
    workflow.swap(running, by=lena, item=running.items.get(slot=3), spare=spare)
    text = text_in(paper_of(running, "annex"))
    assert f"Nachtrag zum Leihvertrag Nr. {running.number}" in text
    assert "3 IT-K1-03, Seriennummer SN-IT-K1-03 IT-S1, Seriennummer SN-S1" in text


def test_the_protocol_says_what_is_missing_and_who_sees_to_it(lena, tom, running):
    for code in ("IT-K1", "IT-K1-01", "IT-K1-02", "IT-K1-03"):
        workflow.scan_in(running, by=lena, code=code)
    workflow.count_in(running, by=lena, accessory=running.accessories.get(), back=3, broken=1)
    workflow.take_back(running, by=lena, person=tom, signatures=SIGNED)
    text = text_in(paper_of(running, "return"))
    for words in ("IT-K1-04 fehlt", "Stift 4 3 1", "IT-K1-04 fehlt Tom", "Hanna,"):
        assert words in text


def test_a_decision_goes_out_as_a_letter(lena, running, case):
    bring_back(running, lena)
    item = running.items.get(slot=2)
    workflow.inspect(
        running,
        by=lena,
        item=item,
        works=False,
        complete=True,
        lendable=False,
        note="Display gebrochen",
        cost=189,
    )
    item.refresh_from_db()
    workflow.decide(item.damage, by=lena, decision="school", reason="Sturz")
    text = text_in(paper_of(running, "decision"))
    for words in ("IT-K1-02", "Display gebrochen", "189,00 €", "die Schule zahlt", "Sturz"):
        assert words in text


def test_the_contract_is_enclosed_in_the_mail(lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared", responsible_email="petersen@example.org")
    hand_over(loan, lena)
    OutboxMessage.objects.exclude(payload__to="petersen@example.org").delete()
    relay()
    sent = [m for m in mail.outbox if m.attachments]
    name, content, _kind = sent[0].attachments[0]
    paper = paper_of(loan, "contract")
    assert (len(sent), name) == (1, f"{paper.title}.pdf")
    assert hashlib.sha256(content).hexdigest() == paper.sha256


def test_a_word_is_filled_in_once_and_never_run():
    words = {"school": "{purpose}", "purpose": "{{ 7 }} {% now %} <script>"}
    assert fill("{school} {purpose} {unknown} {}", words) == (
        "{purpose} {{ 7 }} {% now %} <script> {unknown} {}"
    )
    assert unknown_in("{school} {schule} {schule}", PaperKind.CONTRACT) == ["schule"]


@pytest.mark.parametrize("kind", ["contract", "annex", "return", "decision"])
def test_our_own_texts_use_known_words_and_can_be_previewed(kind, db):
    text = text_of(kind)
    assert unknown_in(text.title + text.body, kind) == []
    shown = " ".join(pages_of(write_example(text)))
    assert [name for name in placeholders_of(kind) if "{" + name + "}" in shown] == []


def test_the_words_of_the_authority_are_used_and_the_old_paper_stays(lena, running, case):
    before = paper_of(running, "contract")
    text = text_of("contract")
    workflow.save_paper_text(text, by=lena, title="Vertrag {school}", body="§ 1 Nur das")
    assert PaperText.objects.get(kind="contract").title == "Vertrag {school}"
    shown = " ".join(pages_of(write_example(text_of("contract"))))
    assert "Vertrag Gymnasium am Deich" in shown
    assert "§ 1 Gegenstand" in text_in(before)


def test_what_people_wrote_fetches_nothing_and_stays_words(lena, deich, case, kinds, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"top secret")
    hostile = f'<img src="file://{tmp_path}/secret.png"/><a href="http://169.254.169.254/">x</a>'
    loan = make_loan(lena, deich, case, to="prepared", purpose=hostile, responsible="<para/>&amp;")
    for slot in (1, 2, 3, 4):
        workflow.scan_out(loan, by=lena, code=f"IT-K1-0{slot}")
    workflow.scan_out(loan, by=lena, code="IT-K1")
    workflow.hand_over(loan, by=lena, signatures=SIGNED)
    text = text_in(paper_of(loan, "contract")).replace(" ", "")
    assert hostile.replace(" ", "") in text
    assert "<para/>&amp;" in text
