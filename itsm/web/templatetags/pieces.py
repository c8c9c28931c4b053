"""Django's `{% include %}` made cheap for lists, and pieces that say the same to everybody."""

import secrets
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode, do_include
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()
# Stands in a drawn piece where each page has a token of its own; nobody can write it elsewhere.
MARK = f"-{secrets.token_hex(12)}-"


class Piece(IncludeNode):
    """A template of a fixed name that sees only what it is given: found once, not once a row."""

    piece = None

    def render(self, context):
        if self.piece is None:
            self.piece = context.template.engine.get_template(self.template.var)
        given = {name: value.resolve(context) for name, value in self.extra_context.items()}
        around = context.dicts
        context.dicts = [around[0], given]
        try:
            with context.render_context.push_state(self.piece):
                return self.piece.nodelist.render(context)
        finally:
            context.dicts = around


@register.tag
def include(parser, token):
    """A piece of a page in a file of its own."""
    node = do_include(parser, token)
    if not node.isolated_context or node.template.is_var:
        return node
    return Piece(node.template, extra_context=node.extra_context, isolated_context=True)


@register.simple_tag(takes_context=True)
def same(context, piece, /, **values):
    """A piece that says the same whenever it is given the same few words: drawn once. Its forms
    get the page's own token."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    text = draw(piece, get_language(), **values)
    if MARK not in text:
        return text
    shape = text.replace("{", "{{").replace("}", "}}").replace(MARK, "{token}")
    return format_html(shape, token=context["csrf_token"])


# By type too: a text that needs escaping equals its safe twin.
@lru_cache(maxsize=2000, typed=True)
def _drawn(piece, _language, /, **values):
    return get_template(piece).template.render(template.Context({"csrf_token": MARK, **values}))
