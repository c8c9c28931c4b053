"""Every word of the program can be collected: xgettext does not look into f-strings."""

import ast

from tests.house.test_sources import ROOT, python_files

SAYS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def test_no_word_to_translate_hides_in_an_f_string():
    hidden = [
        f"{path}:{call.lineno} {ast.unparse(call)}"
        for path in python_files()
        if path.parts[0] != "tests"
        for string in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYS
    ]
    assert hidden == [], "Say it in a name of its own first; it is never translated there."
