"""What a school says at the end, and what schools tell each other."""
