"""Reminding schools before the end and after it."""
