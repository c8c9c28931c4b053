"""Pages of a list, counted only as far as people read: "1,000+". A list goes on behind what was
counted; where it ends it says so, and no row stands on two pages."""

from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy, QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property

PER_PAGE, CAP = 25, 1000
# Behind so many rows nobody reads on: the database would read all of them for each page.
MOST = 10_000


class Pages(Paginator):
    """Twenty-five rows a page; counting stops at a thousand, so that no page waits for it."""

    def __init__(self, rows, per_page=PER_PAGE, cap=CAP):
        super().__init__(in_total_order(rows), per_page)
        self.cap = cap

    @cached_property
    def count(self):
        """How many rows there are, at most one more than the cap."""
        return self._counted(self.cap + 1)

    @property
    def total(self) -> str:
        """How many, as it is said: "37", or "1,000+"."""
        shown = number_format(min(self.count, self.cap), use_l10n=True, force_grouping=True)
        return f"{shown}+" if self.count > self.cap else shown

    def get_page(self, number):
        """The page asked for, the first for what is no number, else the last there is, which says
        that it is not the one asked for."""
        asked = _number(number)
        page = self.page(min(asked, self._last_allowed()))
        if not page.rows and page.number > 1:
            page = self.page(self._last())
        page.missed = asked if asked > page.number else None
        return page

    def page(self, number):
        """This page, and whether there is more behind it."""
        start = (number - 1) * self.per_page
        rows = self.object_list[start : start + self.per_page]
        return OpenPage(rows, number, self, self._from(start))

    def _from(self, start):
        """How many rows there are from here on, as far as a page and one more row go."""
        most = self.per_page + 1
        if self.count <= self.cap or start + most <= self.count:
            return max(0, min(self.count - start, most))
        rows = self.object_list[start : start + most]
        return len(rows.values_list("pk") if isinstance(rows, QuerySet) else rows)

    def _last_allowed(self):
        return max(MOST // self.per_page, 1)

    def _last(self):
        """The last page that has a row, found by counting as far as there are pages."""
        rows = self.count if self.count <= self.cap else self._counted(MOST)
        return max(-(-rows // self.per_page), 1)

    def _counted(self, most):
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return min(len(rows), most)
        # In no order: nothing is sorted.
        return rows.order_by()[:most].count()


class OpenPage(Page):
    """A page that knows whether there is another, without knowing how many there are."""

    missed = None

    def __init__(self, object_list, number, paginator, there):
        super().__init__(object_list, number, paginator)
        self.rows, self._more = min(there, paginator.per_page), there > paginator.per_page

    def has_next(self):
        """Whether there is a page behind this one that can be opened."""
        return self._more and not self.ends_early

    @property
    def ends_early(self):
        """Whether this is the last page of a list that is longer than people page through."""
        return self._more and self.number >= self.paginator._last_allowed()

    def next_page_number(self):
        """The number of the next page."""
        return self.number + 1

    def previous_page_number(self):
        """The number of the page before."""
        return self.number - 1

    def start_index(self):
        """The number of its first row, counted from one."""
        return (self.number - 1) * self.paginator.per_page + 1 if self.rows else 0

    def end_index(self):
        """The number of its last row."""
        return (self.number - 1) * self.paginator.per_page + self.rows


def in_total_order(rows):
    """The same rows in the same order, where ties have one too: else a row could stand on two
    pages, and another one on none."""
    if not isinstance(rows, QuerySet) or rows.query.is_sliced or rows.query.combinator:
        return rows
    order = rows.query.order_by or (rows.query.default_ordering and rows.model._meta.ordering) or ()
    names = [_named(one) for one in order]
    if any(_decides(rows.model, name) for name in names):
        return rows
    down = bool(order) and _descends(order[-1])
    return rows.order_by(*order, "-pk" if down else "pk")


def _named(one):
    """The column an ordering is by; "" for what is computed."""
    if isinstance(one, OrderBy):
        one = one.expression
    if isinstance(one, F):
        return one.name
    return one.removeprefix("-") if isinstance(one, str) else ""


def _decides(model, name):
    """Whether no two rows share this value."""
    known = {field.name: field for field in model._meta.concrete_fields}
    return name == "pk" or (name in known and known[name].unique and not known[name].null)


def _descends(one):
    return one.descending if isinstance(one, OrderBy) else str(one).startswith("-")


def _number(asked):
    """A page's number; whatever is none is the first page."""
    text = str(asked or "")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
