"""Office files are zip archives: looked at from outside before anything is unpacked."""

import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from itsm.files.refusals import UploadRefused

ENTRY_MARK = b"PK\x01\x02"
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200_000_000
# Real tables pack to a tenth or a fiftieth; what packs better still is a bomb.
MAX_RATIO = 150
SMALL_ENOUGH = 10_000_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
)


def open_archive(file):
    """The archive behind an office file, refused if unpacking it could hurt anybody."""
    if _entries(file) > MAX_ENTRIES:
        raise UploadRefused(_("This file holds too many parts to be an Office document."))
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as broken:
        raise UploadRefused(_("This file is damaged. Please save it again and resend.")) from broken
    _refuse_bombs(archive.infolist())
    return archive


def read_part(archive, name, limit=1_000_000):
    """The unpacked bytes of one part; missing, damaged or oversized parts are refused."""
    try:
        info = archive.getinfo(name)
        if info.file_size > limit:
            raise UploadRefused(_("This file unpacks to far more than it should."))
        return archive.read(info)
    except UploadRefused:
        raise
    except BROKEN as broken:
        raise UploadRefused(_("This file is damaged. Please save it again and resend.")) from broken


def _entries(file):
    """Counted in the raw bytes: the archive's own figure may lie."""
    file.seek(0)
    count, tail = 0, b""
    while chunk := file.read(1 << 20):
        window = tail + chunk
        count += window.count(ENTRY_MARK)
        tail = window[-len(ENTRY_MARK) + 1 :]
    file.seek(0)
    return count


def _refuse_bombs(parts):
    if any(part.flag_bits & 1 for part in parts):
        raise UploadRefused(_("This file is protected by a password. Please remove it first."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UploadRefused(_("This file is packed in a way Office programs don't use."))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > MAX_UNPACKED or (unpacked > SMALL_ENOUGH and unpacked / packed > MAX_RATIO):
        raise UploadRefused(_("This file unpacks to far more than it should."))
