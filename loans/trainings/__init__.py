"""Trainings: dates, seats, attendance, certificates."""
