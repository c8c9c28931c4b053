"""Pages of applying, proving and deciding."""
