"""Django's `{% load i18n %}`, but a phrase once translated is remembered: a page has sixty."""

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Phrase(template.Node):
    """A phrase that stands in the template itself: its words depend on the language alone."""

    child_nodelists = ()

    def __init__(self, node):
        self.node, self.said = node, {}

    def render(self, context):
        language = get_language()
        if language not in self.said:
            self.said[language] = self.node.render(context)
        return self.said[language]


@register.tag
def translate(parser, token):
    """The words of a phrase; looked up each time only where a variable or an option plays in."""
    node = i18n.do_translate(parser, token)
    phrase = node.filter_expression
    plain = phrase.var.lookups is None and not phrase.filters
    return Phrase(node) if plain and not (node.asvar or node.message_context) else node
