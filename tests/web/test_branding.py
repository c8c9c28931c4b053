"""The authority's look, for people without a sign-in."""

import io
import re

from PIL import Image

from itsm.people.models import Authority
from itsm.settings_pages import workflow


def test_the_style_sheet_is_empty_without_a_colour_and_else_names_it(client, adam):
    empty = client.get("/branding.css")
    assert (empty.status_code, empty.content) == (200, b"")
    workflow.save_authority(by=adam, accent="#006699")
    sheet = client.get("/branding.css", headers={"If-None-Match": empty["ETag"]})
    assert sheet.content == b":root{--accent:#006699}\n"
    assert sheet["Content-Type"] == "text/css"
    assert "max-age=300" in sheet["Cache-Control"]
    same = client.get("/branding.css", headers={"If-None-Match": sheet["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_a_new_colour_and_logo_are_seen_at_once(client, adam):
    """Browsers keep both for five minutes: another look has another address."""
    seen = [_addresses(client)]
    workflow.save_authority(by=adam, accent="#006699")
    seen.append(_addresses(client))
    out = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(out, "JPEG")
    workflow.save_authority(by=adam, logo=out.getvalue())
    seen.append(_addresses(client))
    logo = Authority.get().logo.name
    colour = "/branding.css?006699"
    assert seen == [["/branding.css?"], [colour], [colour, f"/logo?{logo}"]]


def _addresses(client):
    html = client.get("/accounts/login/").content.decode()
    return re.findall(r'"(/(?:branding.css|logo)[^"]*)"', html)


def test_what_is_no_colour_never_reaches_the_sheet(client, db):
    Authority.objects.create(pk=1, accent="}*{x:1")
    assert client.get("/branding.css").content == b""


def test_the_logo_is_a_picture_for_everybody(client, adam, django_capture_on_commit_callbacks):
    assert client.get("/logo").status_code == 404
    out = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(out, "JPEG")
    workflow.save_authority(by=adam, logo=out.getvalue())
    answer = client.get("/logo")
    shown = b"".join(answer.streaming_content)
    answer.close()
    assert (answer.status_code, answer["Content-Type"], shown) == (
        200,
        "image/jpeg",
        out.getvalue(),
    )
    assert answer["Cache-Control"] == "public, max-age=300"
    old = Authority.get().logo
    with django_capture_on_commit_callbacks(execute=True):
        workflow.save_authority(by=adam, remove_logo=True)
    assert (old.storage.exists(old.name), client.get("/logo").status_code) == (False, 404)
