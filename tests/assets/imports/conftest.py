import io

import pytest

from assets.imports.answers import Answers
from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out, look_at


@pytest.fixture
def sheet():
    """`sheet("Inventarnummer;Raum", "A-1;204")`: a table as an import reads it."""

    def _sheet(*lines):
        return read_sheet(io.BytesIO("\n".join(lines).encode()))

    return _sheet


@pytest.fixture
def take_in(sheet, adam):
    """Carry a table out; says (new, changed, unchanged, failed). Where no column names the
    schools, it is a list of the authority's own."""

    def _take_in(*lines, by=adam, list_of="authority"):
        answers = Answers(list_of=str(list_of))
        looked = dict(look_at(sheet(*lines), by=by, answers=answers).counts)
        done = carry_out(sheet(*lines), by=by, answers=answers)
        assert dict(done.counts) == looked
        _take_in.failed = [(row["number"], row["reason"]) for row in done.failed]
        return tuple(done.counts.values())

    return _take_in
