"""One address a step."""
