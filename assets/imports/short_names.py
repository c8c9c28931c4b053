"""A few letters for a school that came without: GAD for Gymnasium am Deich."""

from itsm.search import normalise

LONGEST = 12


def short_name(name, taken) -> str:
    """The first letters of its words, made longer and then numbered until nobody else has them."""
    words = ["".join(c for c in w if c.isalnum()) for w in normalise(name).upper().split()]
    words = [word for word in words if word] or ["S"]
    letters = "".join(word[0] for word in words)[:8]
    longer = [letters + words[-1][1 : 1 + n] for n in range(max(0, 3 - len(letters)), 5)]
    numbered = (f"{longer[0]}{n}" for n in range(2, 10_000))
    fitting = (short[:LONGEST] for short in (*longer, *numbered))
    return next(short for short in fitting if short not in taken)
