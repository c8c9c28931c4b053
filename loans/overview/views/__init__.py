"""The list of loans, and one loan."""
