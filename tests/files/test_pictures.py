import io

import pillow_heif
import pytest
from django.utils import translation
from PIL import Image

from itsm.files.pictures import clean_picture, thumbnail
from itsm.files.refusals import UploadRefused
from tests.files.hostile import layered_jpeg, meet, picture, png_flood

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
LYING = "This picture is damaged. Please take or send it again."
UNKNOWN = "This is not a picture we can open. JPEG, PNG, WebP, HEIC and GIF work."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def exif(**more):
    tags = Image.Exif()
    tags[MAKE] = "Phone of Anna"
    tags.get_ifd(GPS).update({1: "N", 2: (53.0, 8.0, 30.0), 3: "E", 4: (8.0, 13.0, 0.0)})
    for tag, value in more.items():
        tags[int(tag[1:])] = value
    return tags.tobytes()


def heic(size=(64, 48), **options):
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "red")).save(out, **options)
    return out.getvalue()


def cleaned(data, **options):
    content, content_type = clean_picture(io.BytesIO(data), **options)
    assert content_type == "image/jpeg"
    return Image.open(io.BytesIO(content))


def refusal(data):
    with pytest.raises(UploadRefused) as refused:
        clean_picture(io.BytesIO(data))
    return str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG"),
        picture("PNG"),
        picture("WEBP"),
        picture("GIF"),
        picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)),
        picture("JPEG", mode="L", colour=76),
        picture("PNG", mode="P", colour=1),
        picture("PNG", mode="1", colour=1),
        picture("PNG", mode="LA", colour=(9, 9)),
        heic(),
    ],
)
def test_every_phone_photo_becomes_a_plain_jpeg(data):
    photo = cleaned(data)

    assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (64, 48))


@pytest.mark.parametrize("make", [lambda **more: picture("JPEG", **more), heic])
def test_where_and_with_what_it_was_taken_is_gone(make):
    data = make(exif=exif())
    with Image.open(io.BytesIO(data)) as before:
        assert dict(before.getexif().get_ifd(GPS))[2] == (53.0, 8.0, 30.0)

    photo = cleaned(data)

    assert dict(photo.getexif()) == {}
    assert sorted(photo.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]
    assert b"Anna" not in photo.fp.getvalue()


def test_a_photo_taken_sideways_stands_upright():
    lying = Image.new("RGB", (60, 40), "red")
    lying.paste("blue", (0, 0, 60, 20))
    out = io.BytesIO()
    lying.save(out, "JPEG", exif=exif(_274=6), quality=95)

    photo = cleaned(out.getvalue())

    assert photo.size == (40, 60)
    assert photo.getpixel((5, 30))[0] > 200
    assert photo.getpixel((35, 30))[2] > 200


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow says so, and goes on
def test_unreadable_exif_does_not_cost_the_photo():
    assert cleaned(picture("JPEG", exif=b"Exif\x00\x00MM\x00*broken")).size == (64, 48)


def test_large_photos_shrink_and_small_ones_stay():
    assert cleaned(picture("JPEG", (4000, 3000))).size == (1600, 1200)
    assert cleaned(picture("PNG", (30, 20))).size == (30, 20)
    assert cleaned(picture("JPEG", (400, 300)), max_side=100).size == (100, 75)
    assert cleaned(picture("JPEG", (9_000, 2))).size == (1600, 1)


def test_what_is_transparent_becomes_white_paper():
    photo = cleaned(picture("PNG", mode="RGBA", colour=(255, 0, 0, 0)))

    assert photo.getpixel((9, 9)) == (255, 255, 255)


def test_a_grey_scan_of_16_bits_is_not_washed_out():
    photo = cleaned(picture("PNG", mode="I;16", colour=0x8000))

    assert photo.getpixel((9, 9)) == (128, 128, 128)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_only_the_first_frame_stays(format):
    frames = [Image.new("RGB", (40, 40), (0, 0, shade)) for shade in range(200)]
    data = picture(format, (40, 40), save_all=True, append_images=frames, duration=20)

    photo = cleaned(data)

    assert getattr(photo, "n_frames", 1) == 1
    assert photo.getpixel((20, 20))[0] > 200


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG", comment=b"<script>alert(1)</script>"),
        picture("JPEG") + b"<html><script>alert(1)</script>",
        picture("JPEG", exif=exif(_270="<script>alert(1)</script>")),
        picture("JPEG", xmp=b"<x:xmpmeta><script>alert(1)</script></x:xmpmeta>"),
        picture("JPEG", icc_profile=b"<script>alert(1)</script>" * 9),
        picture("GIF", comment=b"<script>alert(1)</script>"),
        picture("WEBP", xmp=b"<script>alert(1)</script>"),
    ],
)
def test_a_web_page_hidden_in_a_photo_does_not_come_out_again(data):
    assert b"<script>" in data

    assert b"<script" not in cleaned(data).fp.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00" + bytes(100),
        b"%PDF-1.7\n",
        picture("TIFF"),
        picture("BMP"),
        picture("ICO"),
    ],
)
def test_what_is_no_photo_is_refused(data):
    assert refusal(data) == UNKNOWN


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_cut_off_on_the_way_is_refused(format):
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, format)

    assert refusal(out.getvalue()[: len(out.getvalue()) // 2]) == LYING


def test_a_heic_cut_off_on_the_way_is_refused():
    data = heic((640, 480))

    assert refusal(data[: len(data) - 60]) in (LYING, UNKNOWN)


def lying_heic():
    """A HEIC of 12 megapixels that claims to be small."""
    data = bytearray(heic((4000, 3000)))
    place = data.find(b"ispe") + 8
    data[place : place + 8] = (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("bomb", "sentence"),
    [
        (lambda: png_flood(20_000, 20_000), "This picture is too large."),
        (
            lambda: png_flood(5_000, 5_000),
            "This picture is too large: more than 16 megapixels.",
        ),
        (
            lambda: picture("WEBP", (9_000, 9_000), lossless=True, quality=0, method=0),
            "This picture is too large: more than 12 megapixels.",
        ),
        (
            lambda: picture("JPEG", (9_000, 7_000)),
            "This picture is too large: more than 60 megapixels.",
        ),
        (
            lambda: picture("JPEG", (9_000, 6_000), progressive=True),
            "This picture is too large: more than 20 megapixels.",
        ),
        (
            lambda: picture("GIF", (9_000, 9_000), mode="P", colour=1),
            "This picture is too large: more than 16 megapixels.",
        ),
        (lambda: layered_jpeg(3_000), LYING),
        (lying_heic, LYING),
        (lambda: bytes(70_000_000), "This picture is too large."),
    ],
)
def test_picture_bombs_are_refused_at_once_and_cost_no_memory(bomb, sentence):
    met = meet("itsm.files.pictures:clean_picture", bomb())

    assert met.refused == f"UploadRefused: {sentence}"
    assert met.seconds < 20
    assert met.megabytes < 200


def test_the_largest_photo_a_phone_takes_is_read_without_holding_it_whole():
    met = meet("itsm.files.pictures:clean_picture", picture("JPEG", (8_160, 6_120)))

    assert met.refused == ""
    assert met.megabytes < 200


def test_a_thumbnail_is_a_small_jpeg():
    photo, _type = clean_picture(io.BytesIO(picture("PNG", (900, 600))))

    with Image.open(io.BytesIO(thumbnail(photo))) as small:
        assert (small.format, small.size) == ("JPEG", (320, 213))
    with Image.open(io.BytesIO(thumbnail(photo, side=96))) as small:
        assert small.size == (96, 64)
