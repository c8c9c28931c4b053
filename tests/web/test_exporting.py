"""A list that is taken away is whole, or refused with a sentence."""

import pytest

from itsm.people.models import School
from itsm.web import exporting
from itsm.workflow import StepRefused
from tests.conftest import make_school


@pytest.fixture
def schools(db, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    monkeypatch.setattr(exporting, "MOST_IN_A_WORKBOOK", 5)
    return [make_school(f"Schule {n:02}", f"S{n}") for n in range(7)]


def test_a_csv_has_every_row(schools):
    assert list(exporting.all_of(School.objects.all(), "csv")) == schools


def test_a_workbook_has_every_row_or_is_refused(schools):
    with pytest.raises(StepRefused, match="CSV"):
        exporting.all_of(School.objects.all(), "xlsx")
    five = School.objects.filter(pk__in=[school.pk for school in schools[:5]])
    assert list(exporting.all_of(five, "xlsx")) == schools[:5]
