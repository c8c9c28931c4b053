"""Lists that name no devices: models for the catalogue, or places and schools."""

from assets.imports.columns import MODELS
from assets.imports.planning import BATCH, NEW, RowPlan
from assets.imports.reading import RowReader
from assets.imports.values import RowFailed


class ListPlanner:
    """Says of every row what is not there yet; writes nothing."""

    def __init__(self, sheet, house):
        self.sheet, self.house, self.seen = sheet, house, set()
        self.reader = RowReader(sheet, house)
        # A list of addresses names sites; a room alone is no site, whoever it belongs to.
        house.places.may_add_sites |= not {"building", "floor", "room"} & set(sheet.headings)

    def batches(self):
        """Lists of plans, in the order of the rows."""
        for start in range(0, len(self.sheet.rows), BATCH):
            yield [self._plan(row) for row in self.sheet.rows[start : start + BATCH]]

    def _plan(self, row):
        plan = RowPlan(row[0], self.sheet.cells(row))
        try:
            said = self.reader.read(plan, row[2])
            things = self._of_models(said) if self.sheet.kind == MODELS else self._of_places(said)
            plan.things = [thing for thing in things if self._is_new(thing)]
        except RowFailed as failed:
            plan.fail(failed)
        if plan.things:
            plan.outcome = NEW
        return plan

    def _of_models(self, said):
        category = self.house.category(said["category"]) if "category" in said else None
        model = self.house.model(said, category)
        return [model.category, model.manufacturer, model] if model else [category]

    def _of_places(self, said):
        """The school with its site, and the place; a school alone gets a site, too."""
        school, places = self.house.school_of(said), self.house.places
        place = places.find(school, said)
        return [school, places.home(school) if school else None, place]

    def _is_new(self, thing):
        """Not there yet, and named by no row before: twice in a list is once in the house."""
        if thing is None or thing.pk is not None or id(thing) in self.seen:
            return False
        self.seen.add(id(thing))
        return True
