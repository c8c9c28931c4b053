"""Forms of applying, proving and deciding."""
