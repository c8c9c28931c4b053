"""Colleagues: inviting them, changing what they do, taking leave of them. Part of the roof,
because leaving ends sessions and tokens and hands over open work on every floor."""
