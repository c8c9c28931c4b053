"""Every step that changes a device, a place, a label or the catalogue.

`devices` registers, edits and moves; `cases` fills cases; `lending` hands out and takes back; `places` is the only writer of the tree; `labels` makes,
binds, replaces and revokes; `numbers` gives out inventory numbers; `files` keeps papers.
"""
