import pytest

from assets.imports.short_names import short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Gymnasium am Deich", "GAD"),
        ("Gesamtschule Emsland", "GEM"),
        ("BBS", "BBS"),
        ("Quitzon, Oberbrunner and Dibbert", "QOAD"),
        ("Über-Öde", "UEB"),
        ("…", "S"),
    ],
)
def test_first_letters(name, short):
    assert short_name(name, set()) == short


def test_nobody_else_has_it():
    taken = set()
    for _school in range(30):
        taken.add(short_name("Gymnasium am Deich", taken))
    assert len(taken) == 30
    assert max(map(len, taken)) <= 12
