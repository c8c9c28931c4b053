"""Taking a case back: scanned, looked at, decided, free again."""
