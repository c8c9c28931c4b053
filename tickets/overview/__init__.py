"""The list of tickets, and one ticket with everything that happened to it."""
