"""The list of tickets, and one ticket."""
