"""Cases of tablets: what lies in which slot."""
