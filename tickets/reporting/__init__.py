"""From what somebody tells us to a ticket: label, website, signed in; receipts, held reports."""
