"""Mails about loans: what they say, and who gets them."""
