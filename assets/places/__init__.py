"""The tree of places, one place with what is in it, and changing the tree."""
