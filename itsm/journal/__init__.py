"""The journal of everything that was done. Import `record` from `itsm.journal.record`."""
