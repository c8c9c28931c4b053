"""What loan managers define."""
