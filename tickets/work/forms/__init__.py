"""One small form a step."""
