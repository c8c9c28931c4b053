"""A trade of its own, for test_trades.py and the demo's test_parts.py: it waters the plants.

Its plants are kinds of schools, for it has no tables.
"""
