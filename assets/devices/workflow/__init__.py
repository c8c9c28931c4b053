"""Steps on devices."""
