"""Pages of taking back, and of what is still owed."""
