"""One row as it is meant: what its cells say, and what of them is only kept."""

from django.utils.translation import gettext as _

from assets.empty_values import says_nothing
from assets.imports.columns import LABELS, plain_words
from assets.imports.places import fold
from assets.imports.values import LONGEST, STATE_WORDS, RowFailed, read_cells
from itsm.same import visible


class RowReader:
    """Reads the rows of one sheet for a house that knows its schools and its words for states."""

    def __init__(self, sheet, house):
        self.sheet, self.house = sheet, house
        towns = {fold(school.place) for school in house.schools_by_id.values() if school.place}
        self.towns = towns - set(house.places.by_name)

    def read(self, plan, problem="") -> dict:
        """What this row says, by field; under "kept" what goes into the notes, by heading.

        Refuses with RowFailed, and adds to the plan's remarks what is taken otherwise than written.
        """
        if problem:
            raise RowFailed(problem)
        said = read_cells(plan.cells, self.sheet.orders, LABELS, plan.remarks)
        self._leave_out_town(said, plan)
        rest = {header: visible(text) for header, text in plan.rest.items()}
        said["kept"] = {header: text for header, text in rest.items() if not says_nothing(text)}
        if "state" in said and not self._is_state(said["state"]):
            word = said.pop("state")
            said["kept"][self.sheet.headings["state"]] = word
            plan.remarks.append(
                _("“%(state)s” is no state of this program: it is kept in the notes.")
                % {"state": word[:40]}
            )
        return said

    def _is_state(self, word):
        return fold(word) in self.house.statuses or plain_words(word) in STATE_WORDS

    def _leave_out_town(self, said, plan):
        """Where a room or a school stands beside it, the name of a school's town is no building."""
        beside = {"school", "building", "floor", "room"} & said.keys()
        if beside and fold(said.get("place", "")) in self.towns:
            words = _("“%(place)s” is taken as the name of a town, not of a building.")
            plan.remarks.append(words % {"place": said.pop("place")})


def with_kept(notes, kept) -> str:
    """The notes with a line for each thing kept; a line about the same is written anew."""
    lines = notes.splitlines()
    for heading, word in kept.items():
        line, beginning = f"{heading}: {word}", f"{heading}: "
        same = [n for n, old in enumerate(lines) if old.startswith(beginning)]
        if same:
            lines[same[0]] = line
        else:
            lines.append(line)
    text = "\n".join(lines)
    if len(text) > LONGEST["notes"]:
        words = _("%(column)s: at most %(most)s characters.")
        raise RowFailed(words % {"column": LABELS["notes"], "most": LONGEST["notes"]})
    return text
