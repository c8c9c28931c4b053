"""What a file really is, by its bytes; its name and claimed type are not believed."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from itsm.files.archives import open_archive, read_part
from itsm.files.refusals import UploadRefused


class Kind(NamedTuple):
    """A kind of file we keep: how it is stored, sent, and which endings its name may have."""

    extension: str
    content_type: str
    endings: frozenset = frozenset()


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("jpg", "image/jpeg", frozenset({"jpeg"})),
        Kind("pdf", "application/pdf"),
        Kind("txt", "text/plain", frozenset({"csv", "tsv", "log", "md", "json"})),
        Kind("docx", OFFICE + "wordprocessingml.document"),
        Kind("xlsx", OFFICE + "spreadsheetml.sheet"),
        Kind("pptx", OFFICE + "presentationml.presentation"),
        Kind("odt", OPEN + "text"),
        Kind("ods", OPEN + "spreadsheet"),
        Kind("odp", OPEN + "presentation"),
        Kind("mp4", "video/mp4", frozenset({"m4v"})),
        Kind("mov", "video/quicktime"),
    )
}
PICTURES = frozenset({"jpg"})
VIDEOS = frozenset({"mp4", "mov"})
ATTACHMENTS = frozenset(KINDS)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
RTF = b"{\\rtf"
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
MP4_BRANDS = (b"iso", b"mp4", b"avc1", b"M4V", b"3gp", b"dash", b"MSNV")
MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
MARKUP_START = re.compile(r"[\s\ufeff\u200b]*<[a-z!?/%]", re.IGNORECASE)
MARKUP = re.compile(r"<(?:!doctype|html|head|body|script|svg|iframe|meta|\?xml)\b", re.IGNORECASE)
UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
UNPRINTABLE_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(file):
    """The kind of an uploaded file (a key of KINDS), or None for what we don't keep."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if is_picture(head):
        return "jpg"
    if head.startswith(PDF):
        return "pdf"
    if head.startswith(ZIP):
        return _office_kind(file)
    if head.startswith(OLD_OFFICE):
        raise UploadRefused(
            _("This is an old or locked Office file. Please save it as PDF or .docx/.xlsx/.pptx.")
        )
    return _video_kind(head) or _text_kind(file)


def is_picture(head):
    """Whether these first bytes open a picture that phones make and we can re-encode."""
    return (
        head.startswith(PICTURE_STARTS)
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS)
    )


def _looks_like_markup(text):
    """Whether a browser might take this text for a web page or drawing."""
    return bool(MARKUP_START.match(text) or MARKUP.search(text[:4096]))


def _office_kind(file):
    with open_archive(file) as archive:
        names = set(archive.namelist())
        if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
            raise UploadRefused(
                _("This Office file carries macros. Please save it without them, or as PDF.")
            )
        if "mimetype" in names:
            claimed = read_part(archive, "mimetype", limit=200).decode("ascii", "replace").strip()
            return next((key for key in ("odt", "ods", "odp") if KINDS[key][1] == claimed), None)
        return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def _video_kind(head):
    if head[4:8] != b"ftyp":
        return None
    if head[8:12] == b"qt  ":
        return "mov"
    return "mp4" if head[8:12].startswith(MP4_BRANDS) else None


def _text_kind(file):
    data = file.read()
    file.seek(0)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
        printable = not UNPRINTABLE_CHARACTERS.search(text) and "\ufffd" not in text
    else:
        text = data[:8192].decode("utf-8", "replace")
        printable = not UNPRINTABLE.search(data) and not data.startswith((RTF, b"%!", b"#!"))
    return "txt" if printable and not _looks_like_markup(text) else None
