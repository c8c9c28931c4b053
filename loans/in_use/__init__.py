"""While the school has the case."""
