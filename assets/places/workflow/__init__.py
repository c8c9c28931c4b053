"""The only writers of the tree of places."""
