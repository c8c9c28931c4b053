"""What people fill in to report."""
