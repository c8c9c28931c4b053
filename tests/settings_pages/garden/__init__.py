"""A trade of its own, for test_parts.py: the school gardens."""
