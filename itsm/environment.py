"""Every setting the program takes from its environment, in one place, each with its sentence.

Without any of them the program runs on one machine out of `var/`: SQLite, Celery's file
transport, a secret made at the first start. A county sets DATABASE_URL, REDIS_URL, SECRET_KEY,
ALLOWED_HOSTS and PUBLIC_URL, and nothing else has to change.
"""

import os
import re
import secrets
import sys
from contextlib import suppress
from email.utils import quote
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from environs import Env

BASE = Path(__file__).resolve().parent.parent
env = Env(expand_vars=False)

VAR = Path(env.str("ITSM_VAR", str(BASE / "var")))
VAR.mkdir(parents=True, exist_ok=True)

# Several hosts and a real database: then secrets and hosts must be said, not guessed.
COUNTY = env.str("DATABASE_URL", "").startswith("postgres")
TESTING = "pytest" in sys.modules


def secret_key() -> str:
    """The key that signs cookies and receipts: SECRET_KEY, else one kept in var/ (mode 0600)."""
    given = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 32 characters.")
        return given
    if COUNTY and not (DEBUG or TESTING or DEMO):
        raise ImproperlyConfigured("SECRET_KEY is missing: it must be the same on every host.")
    kept = VAR / "secret"
    if not kept.exists():
        draft = VAR / f"secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # two starts at once: the first one's is kept
            os.link(draft, kept)
        draft.unlink()
    return kept.read_text().strip()


def service(name: str, default: str, beginnings: tuple[str, ...]) -> str:
    """The address of a database or broker, of a kind this program knows."""
    address = env.str(name, "") or default
    if address and not address.startswith(beginnings):
        known = " or ".join(beginnings)
        raise ImproperlyConfigured(f"{name} must begin with {known}.")
    return address


def web_address(name: str, default: str) -> str:
    """A web address from the environment, without the slash at its end."""
    address = env.str(name, default).rstrip("/")
    if not address.lower().startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"{name} must begin with http:// or https://, not {address[:60]!r}."
        )
    if not urlsplit(address).hostname:
        raise ImproperlyConfigured(f"{name} names no host: {address[:60]!r}.")
    return address


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts as they stand in addresses, without https:// and without paths."""
    found = [host.strip() for host in env.list(name, default)]
    if wrong := [host for host in found if "/" in host]:
        raise ImproperlyConfigured(f"{name} takes names of hosts alone, not {wrong[0][:60]!r}.")
    return found


# The library's own words; "smtp+tls" was in our example and would have meant: in the clear.
MAIL_WAYS = {"smtp": "smtp", "submission": "submission", "smtp+tls": "submission", "smtps": "smtp"}


def mail_server(name: str, default: str) -> dict:
    """How mails leave the house, as Django's settings: through a server, or into a folder.

    smtp:// speaks in the clear, submission:// (and smtp+tls://) begins to encrypt, smtps:// is
    encrypted from the first word.
    """
    address = env.str(name, default)
    way, _colon, rest = address.partition("://")
    if not address:
        return {"EMAIL_TIMEOUT": 20}
    if way == "file" and rest:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": rest}
    server = _server_of(rest)
    if way not in MAIL_WAYS or not server:
        known = ", ".join(f"{known}://" for known in [*MAIL_WAYS, "file"])
        # Not shown: it holds a password.
        raise ImproperlyConfigured(f"{name} must begin with one of {known} and name a server.")
    found = dj_email_url.parse(f"{MAIL_WAYS[way]}://{rest}") | {"EMAIL_TIMEOUT": 20}
    if way == "smtps":
        port = server[1] or 465
        found |= {"EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False, "EMAIL_PORT": port}
    return found


def _server_of(rest) -> tuple[str, int | None] | None:
    """Host and port; None where they can't be told."""
    try:
        parts = urlsplit(f"smtp://{rest}")
        return (parts.hostname, parts.port) if parts.hostname else None
    except ValueError:
        return None


def sender(name: str, default: str) -> str:
    """From whom mails come: "Name <address>". A name with a comma or a colon is put into quotes,
    and whatever Django could not send from is refused now, not with every mail."""
    given = env.str(name, default).strip()
    parts = re.fullmatch(r"(.*?)\s*<([^<>]*)>", given)
    words, address = parts.groups() if parts else ("", given)
    words = words.strip().removeprefix('"').removesuffix('"')
    try:
        validate_email(address)
        found = f"{_quoted(words)} <{address}>" if words else address
        sanitize_address(found, "utf-8")
    except (ValidationError, ValueError):
        raise ImproperlyConfigured(
            f"{name} must be an address, or: Name <address>; not {given[:80]!r}."
        ) from None
    return found


def _quoted(words) -> str:
    """A name as it stands before an address: in quotes where it holds more than words."""
    return words if re.fullmatch(r"[\w -]+", words) else f'"{quote(words.replace(chr(92), ""))}"'


DEBUG = env.bool("DEBUG", False)
# The demo story's sign-in names all have the password "demo": never by accident in a county.
DEMO = env.bool("ITSM_DEMO", not COUNTY)
SECRET_KEY = secret_key()
PORT = env.int("PORT", 8000)
PUBLIC_URL = web_address("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
# Labels outlive hosts: their address may be another, shorter one, kept for ever.
LABEL_URL = web_address("LABEL_URL", PUBLIC_URL)
ALLOWED_HOSTS = hosts(
    "ALLOWED_HOSTS",
    [PUBLIC_URL.split("//")[1].split(":")[0], "127.0.0.1", "localhost", "[::1]"],
)
REDIS_URL = service("REDIS_URL", "", ("redis://", "rediss://"))
DATABASE_URL = service(
    "DATABASE_URL", f"sqlite:///{VAR}/db.sqlite3", ("postgres://", "postgresql://", "sqlite:///")
)
MAIL_SERVER = mail_server("EMAIL_URL", "" if COUNTY else f"file://{VAR}/mail")
MAIL_FROM = sender("MAIL_FROM", "Schul-IT <schul-it@localhost>")
MEDIA = Path(env.str("MEDIA_ROOT", str(VAR / "media")))
# nginx serves uploads itself (deploy/nginx.conf); elsewhere the program sends them.
X_ACCEL_REDIRECT = env.bool("X_ACCEL_REDIRECT", False)
# How many proxies stand before us: only their X-Forwarded-For entries are believed.
PROXY_COUNT = env.int("PROXY_COUNT", 0)


def second_factor_roles(*, debug=DEBUG, demo=DEMO) -> list[str]:
    """Whose people need a second factor while nobody has decided on the settings page: of a
    county administrators; the demo's people have none."""
    return [] if debug or demo else ["administrator"]


def database() -> dict:
    """How to speak to the database that DATABASE_URL names."""
    found: dict = dict(
        dj_database_url.parse(DATABASE_URL, conn_max_age=3600, conn_health_checks=True)
    )
    if found["ENGINE"].endswith("sqlite3"):
        # One writer at a time, from the first statement on: no upgrade deadlocks.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            # Who waits for the one writer asks again ten times a second, without a queue: with
            # sixteen at it all the time, somebody has no luck for twenty seconds.
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        # A statement asked often is planned once a connection, and connections live for an hour:
        # half of a page's wait was planning.
        options = {"server_side_binding": True, "prepare_threshold": 2, "connect_timeout": 5}
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **options}
    return found
