"""Steps from the first draft to the promise."""
