"""The parts that the apps bring to the start page."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def day_part(context, part):
    """One part, drawn by its own template, which sees nothing but what it shows."""
    drawn = context.template.engine.get_template(part.template)
    return drawn.render(context.new(part.shown))
