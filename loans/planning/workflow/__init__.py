"""Steps of planning."""
