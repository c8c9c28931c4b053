"""The public side: what a scanned label, a receipt, or the website offers to anybody."""
