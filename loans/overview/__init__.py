"""The list of loans, one loan with its progress, and what needs whom."""
