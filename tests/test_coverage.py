"""What the tests reach is told for each package, and too little of it fails."""

import json

import pytest

from tests import coverage


def met(reached, missed, branches=(), unmet=()):
    return {
        "executed_lines": list(reached),
        "missing_lines": list(missed),
        "executed_branches": [list(one) for one in branches],
        "missing_branches": [list(one) for one in unmet],
    }


def kept(folder, number, **files):
    """What one process met, as the plugin writes it."""
    meta = {"software": "slipcover", "branch_coverage": True, "show_contexts": False}
    (folder / f"{number}.json").write_text(json.dumps({"meta": meta, "files": dict(files)}))


@pytest.fixture
def two_processes(tmp_path):
    """Each met half of a function, on its database."""
    here, there = "loans/rules.py", "itsm/outbox/workflow.py"
    kept(tmp_path, 1, **{here: met([1, 2], [3, 4], [(2, 3)], [(2, 4)])})
    kept(tmp_path, 2, **{here: met([1, 3], [2, 4]), there: met(range(96), [96])})
    return tmp_path


def test_what_one_process_met_the_other_need_not(two_processes):
    lines, reached = coverage.table(coverage.together(two_processes))
    assert lines == [
        "itsm.outbox            99.0 % of     97 lines  100.0 % of     0 branches",
        "loans                  75.0 % of      4 lines   50.0 % of     2 branches",
        "together               98.0 % of    101 lines   50.0 % of     2 branches",
    ]
    assert round(reached, 1) == 98.0


def test_enough_is_enough(two_processes):
    assert coverage.told(two_processes) == 0


def test_too_few_lines_fail_and_say_so(two_processes, capsys):
    kept(two_processes, 3, **{"tickets/rules.py": met([], range(1, 10))})
    assert coverage.told(two_processes) == 1
    assert "FAILED: 90.0 % of the lines are reached, 95 % must be" in capsys.readouterr().out
