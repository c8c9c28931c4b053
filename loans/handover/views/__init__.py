"""Pages on which a case leaves the house, and the scan pages."""
