"""Applying for a case: catalogue, conditions, stages, decision, waiting list."""
