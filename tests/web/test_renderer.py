"""Forms as they reach the page: labels, hints and errors tied to their fields, in words."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from itsm.web.style import ExampleForm


class Small(forms.Form):
    title = forms.CharField(label="Titel", help_text="<b>kurz</b>")
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea)
    fast = forms.BooleanField(label="eilig", required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect(attrs={"class": "x"}))
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def squeezed(html):
    """Without the white space that browsers leave out: between tags, at the edges of an element,
    around the words of a class."""
    html = " ".join(html.split()).replace("> <", "><")
    html = re.sub(r'class="([^"]*)"', lambda m: f'class="{" ".join(m[1].split())}"', html)
    return re.sub(r" (</)", r"\1", re.sub(r"(<[a-z][^>]*>) ", r"\1", html))


def test_a_field_has_label_hint_and_error_tied_to_it():
    assert squeezed(Small({"title": ""})["title"].as_field_group()) == (
        '<div class="field kern-form-input field-error">'
        '<label class="kern-label" for="id_title">Titel</label>'
        '<div class="kern-hint" id="id_title_helptext">&lt;b&gt;kurz&lt;/b&gt;</div>'
        '<input type="text" name="title" class="kern-form-input__input" required'
        ' aria-invalid="true" aria-describedby="id_title_helptext id_title_error" id="id_title">'
        '<ul class="errors" id="id_title_error"><li>'
        '<svg class="icon" aria-hidden="true"><use href="/static/web/icons.svg#alert"/></svg>'
        "This field is required.</li></ul></div>"
    )


def test_what_may_be_left_out_says_so_in_words():
    form = Small()
    optional = {n: "(optional)" in form[n].as_field_group() for n in ("title", "text", "fast")}
    assert optional == {"title": False, "text": True, "fast": False}


def test_a_tick_box_stands_before_its_words():
    assert squeezed(Small()["fast"].as_field_group()) == (
        '<div class="field field-check"><div class="kern-form-check">'
        '<input type="checkbox" name="fast" class="kern-form-check__checkbox" id="id_fast">'
        '<label class="kern-label" for="id_fast">eilig</label></div></div>'
    )


def test_choices_are_a_group_with_a_legend():
    assert squeezed(Small()["kind"].as_field_group()) == (
        '<div class="field"><fieldset><legend>Kind</legend><div class="checks x" id="id_kind">'
        '<div class="kern-form-check"><input type="radio" name="kind" value="a"'
        ' class="kern-form-check__radio x" required id="id_kind_0">'
        '<label class="kern-label" for="id_kind_0">A</label></div></div></fieldset></div>'
    )


def test_hidden_fields_stay_hidden():
    assert squeezed(str(Small(initial={"key": "k"})["key"])) == (
        '<input type="hidden" name="key" value="k" id="id_key">'
    )


def test_errors_stand_together_on_top_and_lead_to_their_fields():
    form = Small({"title": "", "kind": "a"})
    form.add_error(None, "Zu spät.")
    top = Template('{% include "_form_errors.html" with form=form only %}')
    assert squeezed(top.render(Context({"form": form}))) == (
        '<div class="error-summary" role="alert" tabindex="-1" autofocus>'
        "<h2>3 things are not right yet</h2><ul><li>Zu spät.</li>"
        "<li>This field is required.</li>"
        '<li><a href="#id_title"><strong>Titel:</strong> This field is required.</a></li></ul></div>'
    )


def test_a_form_with_a_file_can_carry_it():
    page = Template('{% include "_form.html" with form=form submit="Los" %}')
    html = squeezed(page.render(Context({"form": ExampleForm(), "csrf_token": "t"})))
    start = (
        '<form class="form" method="post" enctype="multipart/form-data" novalidate data-once>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
    )
    assert html[: len(start)] == start


def test_what_was_typed_comes_back():
    form = Small({"title": 'a"b', "text": "<x>"})
    assert ['value="a&quot;b"' in str(form["title"]), "&lt;x&gt;" in str(form["text"])] == [
        True
    ] * 2


@pytest.mark.parametrize(("required", "said"), [(True, "please choose"), (False, "not specified")])
def test_an_empty_choice_is_said_in_words_everywhere(required, said):
    class Choosing(forms.Form):
        kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=required)

    drawn = Choosing()["kind"].as_field_group()
    assert (f">{said}</option>" in drawn, "---" in drawn) == (True, False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "", "kind": "a"}, "One thing is still missing"),
        ({}, "2 things are still missing"),
        ({"title": "", "kind": "z"}, "2 things are not right yet"),
    ],
)
def test_what_is_only_missing_is_not_called_wrong(typed, said):
    class Asking(forms.Form):
        title = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "A")])

    page = Template('{% include "_form_errors.html" with form=form only %}')
    assert said in page.render(Context({"form": Asking(typed)}))
