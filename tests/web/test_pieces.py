"""What is remembered between pages never says the wrong thing to the next reader."""

from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override


def drawn(source, **values):
    return Template(source).render(Context(values))


def test_a_phrase_is_said_in_the_language_of_each_reader():
    page = Template("{% load i18n %}{% translate 'Search' %}")
    said = []
    for language in ("de", "en", "de"):
        with override(language):
            said.append(page.render(Context()))
    assert said == ["Suchen", "Search", "Suchen"]


def test_a_phrase_from_a_variable_is_looked_up_each_time():
    page = Template("{% load i18n %}{% translate word %}")
    with override("de"):
        said = [page.render(Context({"word": word})) for word in ("Search", "Room")]
    assert said == ["Suchen", "Raum"]


def test_a_piece_sees_only_what_it_is_given_and_leaves_nothing_behind():
    source = '{% include "_tag.html" with label=word only %}{{ kind }}{{ label }}'
    assert drawn(source, word="<b>", kind="late") == ('<span class="tag ">&lt;b&gt;</span>\nlate')


def test_the_same_words_safe_and_unsafe_are_drawn_apart():
    source = '{% same "_tag.html" label=word %}'
    assert [drawn(source, word=word) for word in (mark_safe("<b>"), "<b>")] == [
        '<span class="tag "><b></span>\n',
        '<span class="tag ">&lt;b&gt;</span>\n',
    ]
