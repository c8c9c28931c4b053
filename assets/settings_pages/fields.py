"""The categories, to whose devices the authority adds fields of its own."""

from assets.models import Category, Device


class CategoryFields:
    """Fields of the devices of one category (see `itsm.settings_pages.parts.FieldOwner`)."""

    type = "category"
    several = True

    def rows(self) -> list[tuple]:
        """(id, name, icon) of each category in use."""
        return [(kind.pk, kind.label, kind.icon) for kind in Category.objects.filter(retired=False)]

    def name_of(self, owner_id: int) -> str:
        """What this category is called; nothing where there is none."""
        category = Category.objects.filter(pk=owner_id).first()
        return str(category) if category else ""

    def filled_in(self, field):
        """The devices in which this field has a value."""
        return Device.objects.filter(category=field.owner_id, custom__has_key=field.key)
