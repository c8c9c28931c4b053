"""The plan of all cases, the change of the school year, figures, calendars."""
