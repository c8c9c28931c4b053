"""Lessons for which teachers take the case of their school."""
