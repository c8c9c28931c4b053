"""Forms about places, and choosing one."""
