"""A trade of its own, for test_parts.py: it waters the plants."""
