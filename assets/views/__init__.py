"""Pages about devices and places."""
