"""Files people sent go back out as downloads that no browser may run."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from itsm.files.sniffing import KINDS, PICTURES
from itsm.files.uploads import display_name

PROTECTED = "/protected/"
PICTURE_ENDINGS = frozenset({"jpeg", "png", "webp", "heic", "heif", "gif"})
SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def send_file(field_file, *, name, kind, inline_picture=False):
    """Hand out a stored file to somebody who may see it; only our own JPEGs may be shown."""
    as_attachment = not (inline_picture and kind in PICTURES)
    response = _handed_on(field_file) if settings.X_ACCEL_REDIRECT else _read_out(field_file)
    response.headers["Content-Type"] = KINDS[kind].content_type
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment, download_name(name, kind)
    )
    for header, value in SAFETY.items():
        response.headers[header] = value
    return response


def download_name(name, kind):
    """The name a download gets: the sender's, but ending as what the file really is."""
    clean = display_name(name)
    stem, _dot, ending = clean.rpartition(".")
    extension, _type, endings = KINDS[kind]
    if stem and ending.lower() in endings | {extension}:
        return clean
    if stem and kind in PICTURES and ending.lower() in PICTURE_ENDINGS:
        return f"{stem}.{extension}"
    return f"{clean}.{extension}"


def _handed_on(field_file):
    """The web server in front reads the file: its place is internal, no URL leads there."""
    return HttpResponse(headers={"X-Accel-Redirect": PROTECTED + quote(field_file.name)})


def _read_out(field_file):
    try:
        return FileResponse(field_file.open("rb"))
    except FileNotFoundError as gone:
        raise Http404 from gone
