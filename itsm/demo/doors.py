"""What `make run` and the command say at the end: who can sign in, and what to scan."""

from typing import NamedTuple

from django.conf import settings

from itsm.demo.names import SIGN_IN
from itsm.demo.parts import parts


class Links(NamedTuple):
    """Sign-in names, and addresses of three labels; nothing where the story is not loaded."""

    names: list[str]
    urls: list[str]


def hello():
    """The lines to print; nothing about passwords where the story is not loaded."""
    found = label_links()
    if not found:
        return []
    return [
        f"Sign in as {', '.join(SIGN_IN)} (password: demo)",
        "Scan a label:",
        *(f"  {settings.PUBLIC_URL}{path}   {what}" for path, what in found),
    ]


def links():
    """Who can sign in and what to scan, for programs."""
    found = label_links()
    return Links(list(SIGN_IN) if found else [], [settings.PUBLIC_URL + path for path, _w in found])


def label_links():
    """(path, what) of labels worth a scan, as the parts name them."""
    return [link for part in parts().values() if hasattr(part, "links") for link in part.links()]
