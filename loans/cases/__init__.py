"""The cases themselves: what belongs in them, filling, spares."""
