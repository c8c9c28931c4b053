"""Mails about tickets: what they say, and who gets them."""
