"""What a hostile or merely wrong file is answered with: a sentence, never a crash."""


class UploadRefused(ValueError):
    """A file can't be taken; the message says why, for the person who sent it."""


class TableRefused(UploadRefused):
    """A file can't be read as a table; the message says why and what to send instead."""
