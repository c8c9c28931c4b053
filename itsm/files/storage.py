"""Where uploads are kept; nothing half-written stays, and nothing whose row was never kept."""

import logging
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from itsm.workflow import StepRefused

log = logging.getLogger("itsm.web")
_written = ContextVar("written", default=None)


class NotKept(StepRefused):
    """There is no room for a file (or its place can't be written): said in one sentence."""

    def __init__(self):
        super().__init__(
            _("The file can't be stored at the moment. Please send it without, or try later.")
        )


class Uploads(FileSystemStorage):
    """Files below MEDIA_ROOT. Raises NotKept, and leaves nothing behind, where the disk takes no
    more."""

    def _save(self, name, content):
        try:
            kept = super()._save(name, content)
        except OSError as error:
            log.exception("an upload can't be stored")
            with suppress(OSError):
                self.delete(name)
            raise NotKept from error
        if (written := _written.get()) is not None:
            written.append((self, kept))
        return kept


@contextmanager
def kept_together():
    """Around a transaction: where it ends in an error, the files stored in it are removed."""
    written = []
    before = _written.set(written)
    try:
        yield
    except BaseException:
        for storage, name in written:
            with suppress(OSError):
                storage.delete(name)
        raise
    finally:
        _written.reset(before)
