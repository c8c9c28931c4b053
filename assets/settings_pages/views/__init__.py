"""The pages on which administrators define what is said about devices."""
