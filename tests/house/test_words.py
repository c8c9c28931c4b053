"""Every word of the program can be collected: xgettext does not look into f-strings, and no word
stands straight in a template."""

import ast
import re
from html.parser import HTMLParser

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


# The page of all parts is for developers; names are the same in every language.
FOR_DEVELOPERS = ("web/style", "web/_style")
NAMES = {"Schul-IT", "SHA-256", "Deutsch", "English"}
SAID = {"alt", "title", "aria-label", "aria-description", "placeholder", "label"}
TRANSLATED = re.compile(
    r"{%\s*(comment|blocktranslate)\b.*?{%\s*end\1\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", re.S
)
HANDED_ON = re.compile(r"""\b(?:title|text|label|submit|intro|action_label)=(["'])([^"']+)\1""")
A_WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """What people read of a page: its text, and what screen readers say of its parts."""

    def __init__(self):
        super().__init__()
        self.found, self.hidden_by = [], ""

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "code"):
            self.hidden_by = tag
        self.found += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag):
        if tag == self.hidden_by:
            self.hidden_by = ""

    def handle_data(self, data):
        if not self.hidden_by:
            self.found.append(data)


def words_left(source) -> list[str]:
    """What stands in a template and is not given to be translated."""
    parser = Words()
    parser.feed(TRANSLATED.sub(" ", source))
    includes = re.findall(r"{%\s*include\b.*?%}", source, re.S)
    handed_on = [word for one in includes for _quote, word in HANDED_ON.findall(one)]
    found = [" ".join(word.split()) for word in [*parser.found, *handed_on]]
    return [word for word in found if A_WORD.search(word) and word not in NAMES]


def test_no_word_stands_straight_in_a_template():
    folder, straight = ROOT / "templates", []
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        name = str(path.relative_to(folder))
        if not name.startswith((*FOR_DEVELOPERS, "django/forms/widgets/", "allauth/elements/")):
            straight += [f"{name}: {word}" for word in words_left(path.read_text())]
    assert straight == [], "Put it into {% translate %} or {% blocktranslate %}."


def test_the_test_finds_what_it_looks_for():
    page = """<p title="Ein Hinweis">Hallo {{ person }}, {% translate "said" %}</p>
      {% include "_form.html" with submit="Senden" intro=_("said") only %}
      {% blocktranslate %}said too{% endblocktranslate %}<script>let word = 1</script>"""
    assert words_left(page) == ["Ein Hinweis", "Hallo ,", "Senden"]
