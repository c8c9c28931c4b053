import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.utils import translation

from itsm.files.downloads import download_name, send_file
from itsm.files.uploads import storage_name

# An answer that is closed looks after the database's connection, too.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def kept(tmp_path):
    storage = FileSystemStorage(tmp_path)

    def keep(kind, content=b"%PDF-1.7\nDear school"):
        name = storage.save(storage_name(kind), ContentFile(content))
        return FieldFile(None, FileField(storage=storage), name)

    return keep


def headers(response):
    return dict(response.items())


def test_a_file_goes_out_as_a_download_that_no_browser_runs(kept):
    response = send_file(kept("pdf"), name="Rechnung.pdf", kind="pdf")

    assert b"".join(response.streaming_content) == b"%PDF-1.7\nDear school"
    assert headers(response) == {
        "Content-Type": "application/pdf",
        "Content-Length": "20",
        "Content-Disposition": 'attachment; filename="Rechnung.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    response.close()


def test_only_our_own_jpegs_may_be_shown_in_the_page(kept):
    shown = send_file(kept("jpg"), name="IMG_1.HEIC", kind="jpg", inline_picture=True)
    letter = send_file(kept("pdf"), name="a.pdf", kind="pdf", inline_picture=True)

    assert shown["Content-Disposition"] == 'inline; filename="IMG_1.jpg"'
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert letter["Content-Disposition"] == 'attachment; filename="a.pdf"'
    shown.close()
    letter.close()


def test_behind_a_web_server_only_the_way_to_the_file_is_handed_on(kept, settings):
    settings.X_ACCEL_REDIRECT = True
    file = kept("pdf")

    response = send_file(file, name="Rechnung.pdf", kind="pdf")

    assert response.content == b""
    assert headers(response) == {
        "X-Accel-Redirect": f"/protected/{file.name}",
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Rechnung.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_the_way_to_the_file_can_carry_no_second_header(kept, settings):
    settings.X_ACCEL_REDIRECT = True
    file = kept("pdf")
    file.name = "a\r\nX-Evil: 1 ü.pdf"

    response = send_file(file, name="x.pdf", kind="pdf")

    assert response["X-Accel-Redirect"] == "/protected/a%0D%0AX-Evil%3A%201%20%C3%BC.pdf"


def test_a_file_that_was_lost_is_not_found(kept):
    file = kept("pdf")
    file.storage.delete(file.name)

    with pytest.raises(Http404):
        send_file(file, name="x.pdf", kind="pdf")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('say "hello".txt', 'attachment; filename="say \\"hello\\".txt"'),
        ("a\r\nSet-Cookie: x=1.txt", 'attachment; filename="a Set-Cookie: x=1.txt"'),
        ("Gerät.txt", "attachment; filename*=utf-8''Ger%C3%A4t.txt"),
        ("x\u202etxt.exe", 'attachment; filename="xtxt.exe.txt"'),
        ("..\\..\\x.txt", 'attachment; filename="x.txt"'),
        ("", 'attachment; filename="file.txt"'),
    ],
)
def test_no_name_breaks_out_of_its_header(kept, name, header):
    response = send_file(kept("txt"), name=name, kind="txt")

    assert response["Content-Disposition"] == header
    response.close()


@pytest.mark.parametrize(
    ("name", "kind", "download"),
    [
        ("list.csv", "txt", "list.csv"),
        ("list.CSV", "txt", "list.CSV"),
        ("start.bat", "txt", "start.bat.txt"),
        ("page.html", "txt", "page.html.txt"),
        (".htaccess", "txt", "htaccess.txt"),
        ("rechnung.pdf.exe", "pdf", "rechnung.pdf.exe.pdf"),
        ("IMG_1.HEIC", "jpg", "IMG_1.jpg"),
        ("IMG_1.jpeg", "jpg", "IMG_1.jpeg"),
        ("drawing.svg", "jpg", "drawing.svg.jpg"),
        ("Film", "mp4", "Film.mp4"),
        ("macro.docm", "docx", "macro.docm.docx"),
    ],
)
def test_a_download_ends_as_what_it_really_is(name, kind, download):
    assert download_name(name, kind) == download
