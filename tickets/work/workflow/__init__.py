"""Steps on a ticket."""
