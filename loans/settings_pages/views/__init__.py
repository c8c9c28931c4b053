"""The pages on which loan managers define how cases are lent."""
