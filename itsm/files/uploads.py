"""The one gate for files people send: measured, sniffed, cleaned, renamed."""

import re
import secrets
import unicodedata
from typing import NamedTuple

from django.core.files import File
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from itsm.files.pictures import clean_picture
from itsm.files.refusals import UploadRefused
from itsm.files.sniffing import ATTACHMENTS, KINDS, PICTURES, VIDEOS, sniff

__all__ = [
    "ATTACHMENTS",
    "PICTURES",
    "VIDEOS",
    "Accepted",
    "UploadRefused",
    "accept_upload",
    "display_name",
    "storage_name",
]

LONGEST_NAME = 120
LONGEST_ENDING = 10
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


class Accepted(NamedTuple):
    """A file that passed the gate: what it was called, what it is, what may be stored."""

    name: str
    kind: str
    content: File
    is_picture: bool


def accept_upload(file, *, max_bytes, kinds=ATTACHMENTS):
    """Take a file somebody sent, or say in one sentence why not; pictures come out re-encoded."""
    if file.size > max_bytes:
        raise UploadRefused(
            _("This file is too large: %(limit)s at most.") % {"limit": filesizeformat(max_bytes)}
        )
    if not file.size:
        raise UploadRefused(_("This file is empty."))
    kind = sniff(file)
    if kind not in kinds:
        raise UploadRefused(_wanted(kinds))
    name = display_name(file.name)
    if kind in PICTURES:
        return Accepted(name, kind, ContentFile(clean_picture(file)[0], name), True)
    return Accepted(name, kind, file, False)


def display_name(name):
    """A file's own name as people may see it: no path, no invisible signs, not endless."""
    visible = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", name or "")
        if sign.isspace() or unicodedata.category(sign) not in INVISIBLE
    )
    last = re.split(r"[/\\]", visible)[-1]
    return _shortened(" ".join(last.split()).lstrip(". ")) or _("file")


def storage_name(kind):
    """Where a file is kept: a name nobody can guess, with nothing of the sender's in it."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}.{KINDS[kind].extension}"


def _shortened(name):
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME:
        return name
    if not stem or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending


def _wanted(kinds):
    families = [
        (PICTURES, _("pictures")),
        ({"pdf"}, _("PDF")),
        ({"txt"}, _("plain text")),
        ({"docx", "xlsx", "pptx", "odt", "ods", "odp"}, _("Office documents")),
        (VIDEOS, _("short videos")),
    ]
    names = [str(name) for family, name in families if family & set(kinds)]
    return _("This kind of file can't be taken. Possible are: %(kinds)s.") % {
        "kinds": ", ".join(names)
    }
