"""Tables of others become devices, rooms and schools.

`columns` knows what headings mean, `values` reads cells, `existing_records` and `places` know what is there
already, `planning` says for every row what would happen, `applying` does it through the workflow.
"""
