"""The pages behind labels and receipts, and those on which signed-in people report."""
