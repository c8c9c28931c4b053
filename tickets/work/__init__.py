"""The daily work on a ticket, from taking it to closing it."""
