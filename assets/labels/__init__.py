"""Labels: their codes, the paper they come on, and the sheets that leave the printer.

Knows nothing of models and pages: who may print which labels is asked before.
"""
