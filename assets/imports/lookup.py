"""Things found by what a table calls them."""

from itsm.same import name_key


class Shelf:
    """Things by name: the very same letters first, then however capitals and blanks are set.

    Where two things are called the same, a later kind of name wins, and of doubles the older one.
    """

    def __init__(self, things=(), *names):
        self._exact, self._by_key = {}, {}
        for name in names:
            exact, by_key = {}, {}
            for thing in things:
                if text := getattr(thing, name):
                    exact.setdefault(text, thing)
                    by_key.setdefault(name_key(text), thing)
            self._exact |= exact
            self._by_key |= by_key

    def __contains__(self, name):
        return name_key(name) in self._by_key

    def get(self, name, otherwise=None):
        """The thing called this, or what is given instead."""
        text = str(name or "")
        return self._exact.get(text) or self._by_key.get(name_key(text), otherwise)

    def put(self, name, thing):
        """One more thing, by this name."""
        self._exact[name] = self._by_key[name_key(name)] = thing
        return thing

    def values(self) -> list:
        """All things, each once."""
        return list({id(thing): thing for thing in self._by_key.values()}.values())

    def pairs(self) -> list[tuple]:
        """All names as they are written, each with its thing."""
        return list(self._exact.items())
