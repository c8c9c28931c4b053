"""Words that administrators give their own things, in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(german: str, english: str) -> str:
    """The English word where English is read and one was given; the German one elsewhere."""
    return english if english and (get_language() or "de").startswith("en") else german


class Worded(models.Model):
    """Something with a name in German and, if they like, in English."""

    label_de = models.CharField(_("name"), max_length=80)
    label_en = models.CharField(_("name in English"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.label_de, self.label_en)
