"""Pages of a list, counted only as far as people read: "1,000+"."""

from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.functional import cached_property

PER_PAGE, CAP = 25, 1000


class Pages(Paginator):
    """Twenty-five rows a page; counting stops at a thousand, so that no page waits for it."""

    def __init__(self, rows, per_page=PER_PAGE, cap=CAP):
        super().__init__(rows, per_page)
        self.cap = cap

    @cached_property
    def count(self):
        """How many rows there are, at most one more than the cap; in no order, nothing is sorted."""
        return self.object_list.order_by()[: self.cap + 1].count()

    @property
    def total(self) -> str:
        """How many, as it is said: "37", or "1,000+"."""
        shown = number_format(min(self.count, self.cap), use_l10n=True, force_grouping=True)
        return f"{shown}+" if self.count > self.cap else shown
