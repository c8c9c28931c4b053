"""How forms look: KERN's fields, from templates/django/forms/."""

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop

# Django says it like a form of the authorities; the catalogue says it like a person.
SAID_BY_DJANGO = (gettext_noop("This field is required."),)


class KernRenderer(TemplatesSetting):
    """Every form of the program is drawn with KERN's fields; ours overrule Django's by name."""

    form_template_name = "django/forms/fields.html"
    field_template_name = "django/forms/field.html"
