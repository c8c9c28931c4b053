"""Files people send: measured, sniffed, cleaned, kept under names of ours, handed out as downloads."""
