"""Forms about devices and places."""
