"""Pages about people, below /settings/people/: inviting, changing, taking leave."""
