"""Forms of preparing, counting and signing."""
