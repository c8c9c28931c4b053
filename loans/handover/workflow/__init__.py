"""Steps until the case is at the school."""
