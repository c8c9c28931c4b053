"""What no program expects: values that broke others, and where they can be put."""

import ast
from html.parser import HTMLParser

from tests.house.test_sources import ROOT, python_files

VALUES = [
    "a\x00b",
    "\x00",
    "9" * 40,
    "-1",
    "x\x00",
    "9999-12-31",
    "0001-01-01",
    "1e400",
    "NaN",
    "[" * 3000,
    "a\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "x" * 5000,
    "²",
    "２",
    "../../etc",
    "'\"<%00>{{7*7}}",
    "2026-02-30",
    "99:99",
    "true",
    "\u202e\ufffe",
    "🧨" * 90,
]
# JSON that is no text where a text is asked for, and the other way round.
JSON = [
    None,
    True,
    -1,
    10**40,
    1e308,
    "a\x00b",
    "\ud800",
    "9999-12-31",
    "0001-01-01",
    "x" * 5000,
    [],
    {},
    [[[[[[]]]]]],
    {"a": {"b": "\x00"}},
    "²",
    [None],
    ["\ud800"],
    [10**40],
]


def query_names() -> list[str]:
    """Every parameter of an address the program's own code asks for, and every field of a form."""
    found = {"page", "next", "cf_key", "cf_note"}
    for path in python_files():
        if path.parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            found |= set(_asked(node))
    return sorted(name for name in found if name.isidentifier() and name.islower())


def _asked(node):
    """`request.GET.get("q")`, `asked(request, "x")`, `"left" in request.GET`, `q = forms.…()`."""
    if isinstance(node, ast.Call):
        text = ast.unparse(node.func)
        if text.endswith(("GET.get", "GET.getlist", "asked", "params.get")):
            yield from (arg.value for arg in node.args if _is_word(arg))
    elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]).endswith("GET"):
        yield from (arg.value for arg in [node.left] if _is_word(arg))
    elif isinstance(node, ast.Assign) and "forms." in ast.unparse(node.value):
        yield from (name.id for name in node.targets if isinstance(name, ast.Name))


def _is_word(arg):
    return isinstance(arg, ast.Constant) and isinstance(arg.value, str)


class Forms(HTMLParser):
    """The forms of a page of one method: address, and every field with what stands in it."""

    def __init__(self, page, method="post"):
        super().__init__()
        self.method = method
        self.found, self.inside, self.select, self.text = [], False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        name = told.get("name")
        if tag == "form":
            self.inside = (told.get("method") or "get").lower() == self.method
            if self.inside:
                self.found.append((told.get("action") or "", {}))
        elif not self.inside or not self.found or (not name and tag != "option"):
            return
        elif tag == "input" and told.get("type") not in ("checkbox", "radio", "file"):
            self._put(name, told.get("value") or "")
        elif tag == "input" and told.get("type") != "file":
            self._put(name, told.get("value") or "on", told.get("checked", "no") is None)
        elif tag in ("textarea", "button"):
            self._put(name, told.get("value") or "")
            self.text = name if tag == "textarea" else None
        elif tag == "select":
            self.select = name
            self._put(name, "")
        elif tag == "option" and self.select:
            self._put(self.select, told.get("value") or "", "selected" in told)

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"
        self.select = None if tag == "select" else self.select
        self.text = None if tag == "textarea" else self.text

    def handle_data(self, data):
        if self.text and self.found:
            self.found[-1][1][self.text] = data

    def _put(self, name, value, sure=False):
        fields = self.found[-1][1]
        if sure or not fields.get(name):
            fields[name] = value
