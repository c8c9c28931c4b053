"""How the authority shows its cases to schools: a text and photos for each kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.fields.words import in_language


class CatalogueEntry(models.Model):
    """What schools read about a kind of case: for whom, what for, with what."""

    category = models.OneToOneField(Category, models.CASCADE, related_name="+")
    text_de = models.TextField(_("text"), max_length=2000, blank=True)
    text_en = models.TextField(_("text in English"), max_length=2000, blank=True)

    def __str__(self):
        return str(self.category)

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return in_language(self.text_de, self.text_en)


class CataloguePhoto(models.Model):
    """A photo of a kind of case, for everybody who looks into the catalogue."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    file = models.FileField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
