"""Phones of people nobody knows: they open a page, read it for a moment, and send it."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from assets.models import FaultTile
from tests.conftest import make_label
from tickets import workflow
from tickets.receipts import receipt_of

HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|key|filled)" value="([^"]*)"')


def masked(response) -> str:
    """A page without what is new on every page: the csrf, key and time fields."""
    return HIDDEN.sub(r'name="\1"', response.content.decode())


def hidden(response) -> dict:
    """The hidden fields of a page, as a browser would send them."""
    return dict(HIDDEN.findall(response.content.decode()))


def later(**span):
    """The clock, set to a while from now."""
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def send(client, address, **fields):
    """Open the page, wait ten seconds, send it filled in; the answer. Where a test doesn't say
    what was told, some words were."""
    known = hidden(client.get(address))
    if not fields.keys() & {"tile", "description", "photo"}:
        fields["description"] = "Es geht nicht"
    with later(seconds=10):
        return client.post(address, {**known, **fields})


def picture(name="IMG_0815.jpg"):
    """A photo that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Spionkamera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(out, "JPEG", exif=exif)
    assert b"Spionkamera" in out.getvalue()
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture(autouse=True)
def _german_again():
    """A page read in English leaves no English behind."""
    yield
    translation.activate("de")


@pytest.fixture
def phone():
    """The phone of somebody without a sign-in; checks its tokens like a real browser's."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def other_phone():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def door(label):
    """The address on the projector's label."""
    return f"/q/{label.code}"


@pytest.fixture
def room_door(room204):
    """The address on the label beside the door of room 204."""
    return f"/q/{make_label(room204).code}"


@pytest.fixture
def no_heating(db):
    """A tile for any room."""
    return FaultTile.objects.create(label_de="WLAN geht nicht", label_en="no Wi-Fi", icon="wifi")


def receipt_page(report) -> str:
    """Where this report's receipt is read."""
    return f"/r/{receipt_of(report)}"


@pytest.fixture
def mine(deich, beamer, label, no_picture):
    """What somebody without a sign-in told."""
    return workflow.report(
        school=deich,
        devices=[beamer],
        tile=no_picture,
        description="Mein Text",
        label=label,
        email="kollegin@example.org",
    )


@pytest.fixture
def page(mine):
    return receipt_page(mine)


def act(phone, page, step, **fields):
    return phone.post(f"{page}/{step}", {**hidden(phone.get(page)), **fields})


def text_of(answer):
    """The page; where its lines are broken means nothing."""
    return " ".join(answer.content.decode().split())
