"""Pictures and papers of a device: cleaned on the way in, safe on the way out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assets.devices.workflow import files
from assets.models import DeviceFile
from itsm.files.uploads import accept_upload
from itsm.journal.models import Subject
from itsm.workflow import NotAllowed


def photo(name="Rückseite.png"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


@pytest.fixture
def kept(tom, beamer):
    return files.add_file(beamer, by=tom, accepted=accept_upload(photo(), max_bytes=10**6))


def test_a_photo_is_kept_under_a_name_of_ours_and_told(sign_in, tom, beamer):
    url = f"/devices/{beamer.pk}/files/new/"
    for _twice in range(2):
        response = sign_in(tom).post(url, {"file": photo(), "key": "k"})
        assert response.headers["Location"] == f"/devices/{beamer.pk}/"
    file = DeviceFile.objects.get()
    assert (file.name, file.kind, file.is_picture, file.by) == ("Rückseite.png", "jpg", True, tom)
    assert "ckseite" not in file.file.name
    [line] = Subject.objects.about(beamer)
    assert (line.verb, line.event.details) == ("device.file_added", {"file": "Rückseite.png"})


def test_a_script_dressed_as_a_photo_is_refused_in_words(sign_in, tom, beamer):
    evil = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", content_type="image/png")
    response = sign_in(tom).post(f"/devices/{beamer.pk}/files/new/", {"file": evil})
    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert DeviceFile.objects.count() == 0


def test_it_goes_out_as_a_file_no_browser_runs(sign_in, tom, vera, kept, beamer):
    response = sign_in(vera).get(f"/devices/{beamer.pk}/files/{kept.pk}/")
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_the_page_shows_it(sign_in, vera, tom, kept, beamer):
    url = f"/devices/{beamer.pk}/files/"
    for person, removable in ((vera, False), (tom, True)):
        client = sign_in(person)
        assert f'hx-get="{url}"' in client.get(f"/devices/{beamer.pk}/").content.decode()
        page = client.get(url).content.decode()
        assert client.get(url, headers={"HX-Request": "true"}).content.decode() in page
        assert f"/devices/{beamer.pk}/files/{kept.pk}/" in page
        assert (f"/files/{kept.pk}/remove/" in page) == removable


def test_it_is_removed_after_a_question_and_the_life_keeps_that(
    sign_in, tom, kept, beamer, django_capture_on_commit_callbacks
):
    client, url = sign_in(tom), f"/devices/{beamer.pk}/files/{kept.pk}/remove/"
    assert client.get(url).status_code == 200
    assert DeviceFile.objects.count() == 1
    stored = kept.file
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert DeviceFile.objects.count() == 0
    assert not stored.storage.exists(stored.name)
    assert [row.verb for row in Subject.objects.about(beamer)] == [
        "device.file_removed",
        "device.file_added",
    ]


@pytest.mark.parametrize(
    ("name", "look", "change"),
    [
        ("anna", 404, 403),
        ("vera", 200, 403),
        ("hanna", 200, 403),
        ("lena", 200, 403),
        ("otto", 404, 404),
        ("olga", 404, 404),
        ("nora", 404, 404),
        ("ida", 404, 404),
    ],
)
def test_everybody_else_looks_as_far_as_the_role_goes_and_changes_nothing(
    name, look, change, request, sign_in, kept, beamer
):
    client = sign_in(request.getfixturevalue(name))
    url = f"/devices/{beamer.pk}/files/"
    response = client.get(f"{url}{kept.pk}/")
    assert response.status_code == look
    if look == 200:
        assert b"".join(response.streaming_content)
    assert client.get(url).status_code == look
    assert client.post(f"{url}new/", {"file": photo()}).status_code == change
    assert client.post(f"{url}{kept.pk}/remove/").status_code == change
    assert DeviceFile.objects.count() == 1


def test_a_file_is_not_reached_through_another_device(sign_in, tom, kept, laptop):
    url = f"/devices/{laptop.pk}/files/{kept.pk}/"
    assert sign_in(tom).get(url).status_code == 404
    assert sign_in(tom).post(f"{url}remove/").status_code == 404
    assert DeviceFile.objects.count() == 1


def test_the_step_itself_asks_too(vera, kept, beamer):
    with pytest.raises(NotAllowed):
        files.remove_file(kept, by=vera)
    with pytest.raises(NotAllowed):
        files.add_file(beamer, by=vera, accepted=accept_upload(photo(), max_bytes=10**6))
