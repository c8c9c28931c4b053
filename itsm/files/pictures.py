"""Photos come in as anything a phone makes and leave as plain JPEG that tells no secrets."""

import io
import re
import threading
from contextlib import nullcontext

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from itsm.files.refusals import UploadRefused

pillow_heif.register_heif_opener()

MEGAPIXEL = 1_000_000
MAX_BYTES = 60_000_000
# A plain JPEG is shrunk while it is decoded; all others stand in memory whole first, one at a time.
MEGAPIXELS = {"JPEG": 60, "MPO": 60, "HEIF": 50, "PNG": 16, "WEBP": 12, "GIF": 16}
MEGAPIXELS_IN_LAYERS = 20
ONE_AT_A_TIME = threading.Lock()
# A progressive photo has about ten layers; each more is another pass over all of it.
MAX_LAYERS = 40
SHRINKING = ("JPEG", "MPO")
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def clean_picture(file, *, max_side=1600):
    """A photo as the school may see it: upright, of sensible size, without place or camera."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UploadRefused(_("This picture is too large."))
    try:
        with _open(data) as image:
            layers = _layers(data) if image.format in SHRINKING else MAX_LAYERS
            _refuse_bombs(image, layers)
            with nullcontext() if layers == 1 else ONE_AT_A_TIME:
                return _as_jpeg(image, max_side), "image/jpeg"
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise UploadRefused(_("This picture is too large.")) from bomb
    except Exception as broken:  # decoders of six formats raise whatever they like
        raise UploadRefused(_("This picture is damaged. Please take or send it again.")) from broken


def thumbnail(picture, side=320):
    """A small copy of a cleaned picture (bytes), for lists and timelines."""
    return clean_picture(io.BytesIO(picture), max_side=side)[0]


def _open(data):
    try:
        return Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
    except Image.UnidentifiedImageError as unknown:
        raise UploadRefused(
            _("This is not a picture we can open. JPEG, PNG, WebP, HEIC and GIF work.")
        ) from unknown


def _refuse_bombs(image, layers):
    """By what the header says, before a single pixel is decoded."""
    if layers > MAX_LAYERS:
        raise UploadRefused(_("This picture is damaged. Please take or send it again."))
    limit = MEGAPIXELS[image.format]
    if image.format in SHRINKING and layers > 1:
        limit = MEGAPIXELS_IN_LAYERS
    if image.width * image.height > limit * MEGAPIXEL:
        raise UploadRefused(
            _("This picture is too large: more than %(limit)s megapixels.") % {"limit": limit}
        )


def _layers(data):
    """How many scans a JPEG makes over its picture, up to its end mark."""
    position, layers = 2, 0
    while layers <= MAX_LAYERS and (marker := MARKER.search(data, position)):
        code = data[marker.end() - 1]
        if code == 0xD9:
            break
        layers += code == 0xDA
        length = int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        position = marker.end() + (length if code != 0x01 else 0)
    return layers


def _as_jpeg(image, max_side):
    image.seek(0)
    if image.format in SHRINKING:
        longest = max(image.size)
        image.draft(None, tuple(max(1, side * max_side // longest) for side in image.size))
    if image.mode not in ("L", "RGB", "RGBA", "CMYK", "YCbCr"):
        image = _in_plain_colours(image)
    image.thumbnail((max_side, max_side))
    clean = _on_white(_upright(image))
    # The encoder would carry comments over: nothing of the original but its pixels stays.
    clean.info.clear()
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _in_plain_colours(image):
    if image.mode.startswith("I"):  # 16 bits of grey, from scanners
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _upright(image):
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # unreadable EXIF must not cost the photo, it is thrown away anyhow
        return image


def _on_white(image):
    if image.mode != "RGBA":
        return image.convert("RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page
