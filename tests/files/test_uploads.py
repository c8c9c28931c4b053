import io
import os
import re
import stat
import zipfile

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from itsm.files.uploads import (
    ATTACHMENTS,
    PICTURES,
    UploadRefused,
    accept_upload,
    display_name,
    storage_name,
)
from tests.files.hostile import archive, meet, picture, workbook

SCRIPT = b"<script>alert(1)</script>"
EVERYTHING = (
    "This kind of file can't be taken. Possible are: "
    "pictures, PDF, plain text, Office documents, short videos."
)
MACROS = "This Office file carries macros. Please save it without them, or as PDF."
OLD = "This is an old or locked Office file. Please save it as PDF or .docx/.xlsx/.pptx."
DAMAGED = "This file is damaged. Please save it again and resend."
BOMB = "This file unpacks to far more than it should."
MANIFEST = {"[Content_Types].xml": "<Types/>"}
DOCX = MANIFEST | {"word/document.xml": "<w:document/>"}
PPTX = MANIFEST | {"ppt/presentation.xml": "<p:presentation/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"}
ODP = {"mimetype": "application/vnd.oasis.opendocument.presentation"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sent(data, name="photo.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def accepted(data, kinds=ATTACHMENTS, **claims):
    return accept_upload(sent(data, **claims), max_bytes=20_000_000, kinds=kinds)


def refusal(data, kinds=ATTACHMENTS, **claims):
    with pytest.raises(UploadRefused) as refused:
        accepted(data, kinds, **claims)
    return str(refused.value)


def heic():
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG"), "jpg"),
        (picture("JPEG"), "jpg"),
        (picture("WEBP"), "jpg"),
        (picture("GIF"), "jpg"),
        (heic(), "jpg"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"Der Beamer zeigt kein Bild.\n", "txt"),
        ("Gerät;Raum\nBeamer;A 1.04\n".encode("cp1252"), "txt"),
        ("Gerät\tRaum\n".encode("utf-16"), "txt"),
        (b"a < b and b > c, as in <b>old</b> logs\n", "txt"),
        (archive(DOCX), "docx"),
        (workbook(["a"]), "xlsx"),
        (archive(PPTX), "pptx"),
        (archive(ODT), "odt"),
        (archive(ODS), "ods"),
        (archive(ODP), "odp"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "mp4"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42", "mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "mov"),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_it_claims(data, kind):
    file = accepted(data, name="holiday.exe", content_type="image/svg+xml; charset=utf-8")

    assert (file.name, file.kind, file.is_picture) == ("holiday.exe", kind, kind == "jpg")


def test_a_photo_is_kept_re_encoded_and_everything_else_as_it_came():
    photo, letter = accepted(picture("PNG")), accepted(b"%PDF-1.7\nDear school")

    assert photo.content.read()[:3] == b"\xff\xd8\xff"
    assert letter.content.read() == b"%PDF-1.7\nDear school"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><title>x</title>" + SCRIPT,
        b"\xef\xbb\xbf\n  <html>" + SCRIPT,
        b"  \xe2\x80\x8b<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        b"just a text\n" + SCRIPT,
        ("<svg onload='alert(1)'/>").encode("utf-16"),
        b"<a href='javascript:alert(1)'>here</a>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0\n",
        b"{\\rtf1 hello}",
        b"Rar!\x1a\x07\x01\x00",
        b"\x1f\x8b\x08\x00",
        b"ID3\x04\x00\x00",
        b"\xff\xfe\x00\xd8\x00\x00",
        b"a text that ends as a program\x00\x01\x02",
        picture("TIFF"),
        archive({"evil.exe": b"MZ"}),
        archive({"mimetype": "application/epub+zip"}),
        archive({"mimetype": b"\xff\xfe"}),
    ],
)
def test_web_pages_drawings_programs_and_unknown_files_are_refused(data):
    assert refusal(data) == EVERYTHING


@pytest.mark.parametrize("name", ["drawing.svg", "photo.jpg", "page.svg.jpg"])
@pytest.mark.parametrize("claimed", ["image/svg+xml", "image/svg+xml; charset=utf-8", "image/jpeg"])
def test_a_drawing_that_runs_script_is_refused_under_every_name(name, claimed):
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"

    assert refusal(drawing, name=name, content_type=claimed) == EVERYTHING


def test_a_photo_that_is_also_a_web_page_comes_out_as_a_photo_only():
    both = picture("JPEG", comment=SCRIPT) + b"<html>" + SCRIPT

    stored = accepted(both, name="both.html").content.read()

    assert b"script" not in stored
    with Image.open(io.BytesIO(stored)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (64, 48))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OLD),
        (archive(DOCX | {"word/vbaProject.bin": b"macro"}), MACROS),
        (archive(MANIFEST | {"xl/workbook.xml": "", "xl/VBAPROJECT.BIN": b"macro"}), MACROS),
        (archive(DOCX)[:60], DAMAGED),
        (b"PK\x03\x04" + bytes(100), DAMAGED),
        (archive(ODT | {"mimetype": "x" * 300}), BOMB),
        (
            archive(DOCX, compression=zipfile.ZIP_LZMA),
            "This file is packed in a way Office programs don't use.",
        ),
    ],
)
def test_other_refusals_say_what_to_do(data, sentence):
    assert refusal(data) == sentence


def test_a_locked_office_file_is_refused():
    locked = bytearray(archive(DOCX))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + flags] |= 1

    assert refusal(bytes(locked)) == (
        "This file is protected by a password. Please remove it first."
    )


def test_a_file_larger_than_allowed_is_refused_before_it_is_read():
    file = sent(b"")
    file.size = 200_000_000

    with pytest.raises(UploadRefused) as refused:
        accept_upload(file, max_bytes=20_000_000)
    assert str(refused.value) == "This file is too large: 19.1\xa0MB at most."


def test_where_only_photos_are_asked_for_only_photos_are_taken():
    assert accepted(picture("PNG"), kinds=PICTURES).kind == "jpg"
    assert refusal(b"%PDF-1.7\n", kinds=PICTURES) == (
        "This kind of file can't be taken. Possible are: pictures."
    )
    assert refusal(b"hello", kinds={"jpg", "pdf"}) == (
        "This kind of file can't be taken. Possible are: pictures, PDF."
    )


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: archive(DOCX | {"word/media/zeros": bytes(300_000_000)}),
        lambda: archive(DOCX | {"word/media/zeros": bytes(30_000_000)}),
        lambda: archive(DOCX | {f"word/media/{number}": b"" for number in range(30_000)}),
    ],
    ids=["unpacks to 300 MB", "packed a thousandfold", "30,000 parts"],
)
def test_zip_bombs_are_refused_at_once_and_cost_no_memory(bomb):
    met = meet("itsm.files.archives:open_archive", bomb())

    assert met.refused in (
        f"UploadRefused: {BOMB}",
        "UploadRefused: This file holds too many parts to be an Office document.",
    )
    assert met.seconds < 20
    assert met.megabytes < 200


def test_an_archive_that_lies_about_a_size_is_not_believed():
    lying = bytearray(archive(ODT | {"mimetype": "x" * 150}))
    place = lying.find(b"PK\x01\x02") + 24
    lying[place : place + 4] = (5).to_bytes(4, "little")

    assert refusal(bytes(lying)) == DAMAGED


def test_parts_that_name_a_way_out_are_never_unpacked(tmp_path):
    slip = archive(DOCX | {"../../../../tmp/evil": b"x", "/etc/evil": b"x", "..\\evil": b"x"})

    assert accepted(slip).kind == "docx"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Beamer Raum 104.JPG", "Beamer Raum 104.JPG"),
        ("Foto für die Schule – groß.png", "Foto für die Schule – groß.png"),
        ("u\u0308ber.txt", "über.txt"),
        ("\u200b.htaccess", "htaccess"),
        (".htaccess", "htaccess"),
        ("..\\x", "x"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Bild.png", "Bild.png"),
        ("rechnung\u202egnp.exe", "rechnunggnp.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ('say "hello".txt', 'say "hello".txt'),
        ("lone \ud800.txt", "lone .txt"),
        ("  spaces \u2003 \u2028 everywhere  .txt ", "spaces everywhere .txt"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
        ("x." + "e" * 5_000, "x." + "e" * 118),
        ("." * 5_000, "file"),
        ("\u200b\u200f", "file"),
        ("", "file"),
        (None, "file"),
    ],
)
def test_a_files_own_name_is_shown_without_what_could_deceive(name, shown):
    assert display_name(name) == shown


def test_a_file_is_kept_under_a_name_of_ours_that_nobody_can_guess():
    names = {storage_name("pdf") for _time in range(1_000)}

    assert len(names) == 1_000
    assert all(re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{38}\.pdf", name) for name in names)
    assert storage_name("jpg").endswith(".jpg")


def test_a_kept_file_is_for_the_program_and_its_web_server_only(tmp_path):
    old = os.umask(0)
    try:
        name = FileSystemStorage(tmp_path).save(storage_name("pdf"), ContentFile(b"%PDF-1.7"))
    finally:
        os.umask(old)
    kept = tmp_path / name
    assert [oct(stat.S_IMODE(one.stat().st_mode)) for one in (kept, kept.parent)] == [
        "0o640",
        "0o750",
    ]
