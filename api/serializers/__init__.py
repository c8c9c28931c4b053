"""What rows look like from outside, and what bodies may hold."""
