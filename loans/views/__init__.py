"""Pages about loans, for schools and for those who lend."""
