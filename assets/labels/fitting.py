"""Words in a small box: as large as fits, smaller where it must be, cut with … as the last resort.

What the thing is stands at the top, what to do at the bottom; the white goes between them.
"""

from dataclasses import dataclass, field

from assets.labels.fonts import CAPITALS, REGULAR, width

SMALLEST = 4.0  # points; below this nobody reads
LARGEST = 16.0
LEADING = 1.18
GAP = 0.4  # of a line, at least, between what it is and what to do
SHARES = [1 - step * 0.05 for step in range(16)]  # of the size that fills the height
MODEST = 0.4  # of that size: smaller only where words are cut otherwise
FLOWING = (1, 0.92, 0.85, 0.78, 0.7)  # of its neighbours' size, for a long name
LONGEST = 200  # characters; no label holds more
EXACT = 1.0001  # a line may fill its room to the last hair


@dataclass(frozen=True)
class Words:
    """A text and how it wants to look, compared with the other lines of its label."""

    text: str
    font: str = REGULAR
    scale: float = 1.0
    flows: bool = False  # takes as many lines as are left over
    keeps_end: bool = False  # where it is too long, its end says more than its beginning


@dataclass(frozen=True)
class Line:
    """One line, ready to be printed."""

    x: float
    y: float
    text: str
    font: str
    size: float


@dataclass
class _Attempt:
    """One way to set all words: the rows of each, the height left, and what was lost."""

    box: object
    base: float
    breaking: bool
    shrinking: bool
    first: Words
    spare: float = 0.0
    rows: dict = field(default_factory=dict)
    losses: list = field(default_factory=lambda: [0, 0, 0])  # words cut, names cut, names torn


def typeset(box, head, foot):
    """The lines of a label: `head` from the top of the box, `foot` down to its bottom."""
    head, foot = _cleaned(head), _cleaned(foot)
    if not head + foot:
        return []
    best = _best(box, head + foot)
    return _downwards(box, best, head) + _upwards(box, best, foot)


def _cleaned(part):
    """The words that say something, on one line each, without what can't be printed."""
    cleaned = []
    for words in part:
        text = "".join(c if c.isprintable() else " " for c in str(words.text)[:LONGEST])
        if text := " ".join(text.split()):
            cleaned.append(Words(text, words.font, words.scale, words.flows, words.keeps_end))
    return cleaned


def _best(box, parts):
    """The largest size at which all stands unbroken; a long name is cut before others suffer.

    Only where number, hint or phone don't fit like that, they break, then shrink one by one.
    """
    sizes = _sizes(box, parts)
    modest = [size for size in sizes if size >= sizes[0] * MODEST]
    ways = (
        (modest, False, False),
        (modest, True, False),
        (sizes, True, False),
        (sizes, True, True),
    )
    for tried, breaking, shrinking in ways:
        attempts = [_attempt(box, parts, size, breaking, shrinking) for size in tried]
        best = min(attempts, key=lambda attempt: attempt.losses)
        if not best.losses[0]:
            break
    return best


def _sizes(box, parts):
    """Sizes of a plain line to try: from the one that fills the height down to the smallest."""
    planned = sum(_height(words, 1, words.scale, parts[0]) for words in parts)
    full = min(LARGEST, box.height / (planned + GAP))
    return list(dict.fromkeys(max(SMALLEST, full * share) for share in SHARES))


def _height(words, lines, size, first):
    """What these words take of the box; the first line of all needs nothing above its capitals."""
    return size * (LEADING * lines - (LEADING - CAPITALS if words is first else 0))


def _attempt(box, parts, base, breaking, shrinking):
    attempt = _Attempt(box, base, breaking, shrinking, parts[0])
    planned = sum(_height(words, 1, base * words.scale, parts[0]) for words in parts)
    attempt.spare = box.height - GAP * base - planned
    for words in sorted(parts, key=lambda words: words.flows):
        (_flow if words.flows else _stand)(attempt, words)
    return attempt


def _stand(attempt, words):
    """On one line if it fits there; on more if lines may break; smaller than all if it must."""
    room, least = attempt.box.width, max(SMALLEST, attempt.base * min(1, words.scale))
    size = max(least, min(attempt.base * words.scale, room / width(words.text, words.font)))
    lines = [words.text]
    if attempt.breaking and not _fits(lines, words.font, size, room):
        lines = _wrap(words.text, words.font, room / size)
    if attempt.shrinking and not (
        _fits(lines, words.font, size, room) and len(lines) <= _most(attempt, words, size)
    ):
        lines = [words.text]
        size = max(SMALLEST, min(size, room / width(words.text, words.font)))
    _keep(attempt, words, lines, size, 0)


def _flow(attempt, words):
    """On as many lines as are left, at the largest size at which no word is torn."""
    room = attempt.box.width
    for share in FLOWING:
        size = max(SMALLEST, attempt.base * words.scale * share)
        lines = _wrap(words.text, words.font, room / size)
        if _fits(lines, words.font, size, room) and len(lines) <= _most(attempt, words, size):
            break
    if not _fits(lines, words.font, size, room):
        lines = _torn(words.text, words.font, room / size)
        attempt.losses[2] += 1
    _keep(attempt, words, lines, size, 1)


def _keep(attempt, words, lines, size, loss):
    most = _most(attempt, words, size)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    if not _fits(kept, words.font, size, attempt.box.width):
        attempt.losses[loss] += 1
    room = attempt.box.width / size
    attempt.rows[words] = [(_cut(words, line, room), words.font, size) for line in kept]
    planned = _height(words, 1, attempt.base * words.scale, attempt.first)
    attempt.spare += planned - _height(words, len(kept), size, attempt.first)


def _most(attempt, words, size):
    """How many lines these words may take without pushing others out."""
    planned = _height(words, 1, attempt.base * words.scale, attempt.first)
    above = _height(words, 0, size, attempt.first)
    return max(1, int((attempt.spare + planned - above) / (LEADING * size) * EXACT))


def _fits(lines, font, size, room):
    return all(width(line, font) * size <= room * EXACT for line in lines)


def _wrap(text, font, room):
    """As few lines as can be, and of these the evenest; numbers also break behind a dash."""
    words = text.replace("-", "-\0").replace(" ", " \0").split("\0")
    lines = _filled(words, font, room)
    even = sum(width(line, font) for line in lines) / len(lines)
    while even < room and len(_filled(words, font, even)) > len(lines):
        even *= 1.04
    return _filled(words, font, min(even, room))


def _torn(text, font, room):
    """Lines as full as can be, words torn wherever one ends."""
    lines = [""]
    for char in text:
        if lines[-1] and width(lines[-1] + char, font) > room:
            lines.append("")
        lines[-1] += char
    return [line.strip() for line in lines]


def _filled(words, font, room):
    lines = [""]
    for word in words:
        if lines[-1] and width((lines[-1] + word).rstrip(" ·"), font) > room * EXACT:
            lines.append(word)
        else:
            lines[-1] += word
    return [line.rstrip(" ·") for line in lines]


def _cut(words, text, room):
    if width(text, words.font) <= room * EXACT:
        return text
    while text and width(f"{text}…", words.font) > room:
        text = text[1:] if words.keeps_end else text[:-1]
    return f"…{text.lstrip()}" if words.keeps_end else f"{text.rstrip()}…"


def _downwards(box, best, head):
    lines, y = [], box.top
    for text, font, size in (row for words in head for row in best.rows[words]):
        y -= size * (LEADING if lines else CAPITALS)
        lines.append(Line(box.left, y, text, font, size))
    return lines


def _upwards(box, best, foot):
    lines, y = [], box.bottom
    for text, font, size in reversed([row for words in foot for row in best.rows[words]]):
        lines.append(Line(box.left, y, text, font, size))
        y += size * LEADING
    return lines[::-1]
