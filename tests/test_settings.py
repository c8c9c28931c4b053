"""A wrong setting is told at the start, in one clear sentence, and a right one needs no code."""

import os
import subprocess
import sys
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from itsm import environment

COUNTY = {"DATABASE_URL": "postgres://postgres@127.0.0.1:5432/itsm"}
KEY = "k" * 40


def start(folder, script="from django.conf import settings; settings.DEBUG", **environment):
    """A fresh process with nothing in its environment but this."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "itsm.settings",
            "ITSM_VAR": str(folder),
            **environment,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def read(folder, *names, **environment):
    script = (
        f"from django.conf import settings as s; print(*[repr(getattr(s, n)) for n in {names}])"
    )
    done = start(folder, script, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short: give at least 32 characters."),
        (COUNTY, "SECRET_KEY is missing: it must be the same on every host."),
        (
            {"PUBLIC_URL": "it.landkreis.example"},
            "PUBLIC_URL must begin with http:// or https://, not 'it.landkreis.example'.",
        ),
        (
            {"LABEL_URL": "ftp://it.example"},
            "LABEL_URL must begin with http:// or https://, not 'ftp://it.example'.",
        ),
        ({"PORT": "eight"}, 'Environment variable "PORT" invalid'),
        ({"DEBUG": "perhaps"}, 'Environment variable "DEBUG" invalid'),
        ({"DATABASE_URL": "mysql://root@127.0.0.1/itsm"}, "DATABASE_URL must begin with"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL must begin with"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL must begin with"),
        ({"PUBLIC_URL": "https:///it"}, "PUBLIC_URL names no host: 'https:///it'."),
        (
            {"ALLOWED_HOSTS": "it.example,https://it.example"},
            "ALLOWED_HOSTS takes names of hosts alone, not 'https://it.example'.",
        ),
        ({"EMAIL_URL": "mail.example:587"}, "EMAIL_URL must begin with one of smtp://,"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL must begin with one of smtp://,"),
        *(
            ({"MAIL_FROM": wrong}, "MAIL_FROM must be an address, or: Name <address>; not")
            for wrong in (
                "Schul-IT",
                "Schul-IT <>",
                "Schul-IT <it@a> <it@b>",
                "a@b.de, c@d.de",
                "Schul-IT <it.example>",
            )
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(tmp_path, environment, sentence):
    done = start(tmp_path, **environment)
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("given", "sent_from"),
    [
        ("it@example.org", "it@example.org"),
        ("Schul-IT <it@example.org>", "Schul-IT <it@example.org>"),
        (
            "Landkreis Emsland, Schul-IT <it@example.org>",
            '"Landkreis Emsland, Schul-IT" <it@example.org>',
        ),
        ("Schul-IT: Support <it@example.org>", '"Schul-IT: Support" <it@example.org>'),
        ('"Schul-IT, Support" <it@example.org>', '"Schul-IT, Support" <it@example.org>'),
        ("Schul-IT (Emsland) <it@example.org>", '"Schul-IT (Emsland)" <it@example.org>'),
        ("Größe, Öl <it@example.org>", '"Größe, Öl" <it@example.org>'),
    ],
)
def test_whatever_the_sender_is_called_mails_leave(monkeypatch, given, sent_from):
    """As Django's own sender takes it apart: the name whole, and the address."""
    monkeypatch.setenv("MAIL_FROM", given)
    found = environment.sender("MAIL_FROM", "")
    mail = EmailMessage("Betreff", "Text", from_email=found, to=["anna@example.org"])
    name, address = parseaddr(mail.message()["From"])
    name = str(make_header(decode_header(name)))
    assert (found, name, address) == (sent_from, parseaddr(found)[0], "it@example.org")
    assert parseaddr(sanitize_address(found, "utf-8"))[1] == "it@example.org"


@pytest.mark.parametrize(
    ("given", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example:2525", "mail.example", 2525, False, False),
        ("submission://it:a%40b@mail.example", "mail.example", 587, True, False),
        ("smtp+tls://it:a%40b@mail.example:587", "mail.example", 587, True, False),
        ("smtps://it:a%40b@mail.example", "mail.example", 465, False, True),
    ],
)
def test_mails_are_encrypted_where_the_setting_says_so(monkeypatch, given, host, port, tls, ssl):
    monkeypatch.setenv("EMAIL_URL", given)
    found = environment.mail_server("EMAIL_URL", "")
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_TIMEOUT")
    assert [found[name] for name in names] == [host, port, tls, ssl, 20]
    assert found["EMAIL_HOST_PASSWORD"] in (None, "a@b")


def test_without_any_setting_the_program_runs_out_of_its_folder(tmp_path):
    said = read(tmp_path, "DEBUG", "DEMO", "PUBLIC_URL", "LABEL_URL", "CELERY_BROKER_URL")
    assert said == "False True 'http://127.0.0.1:8000' 'http://127.0.0.1:8000' 'files://'"


def test_the_secret_is_made_once_and_kept_from_others(tmp_path):
    first, second = (read(tmp_path, "SECRET_KEY") for _ in range(2))
    kept = tmp_path / "secret"
    assert (first, len(kept.read_text()) > 60) == (second, True)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_county_needs_no_more_than_five(tmp_path):
    said = read(
        tmp_path,
        "DEMO",
        "ALLOWED_HOSTS",
        "LABEL_URL",
        "SESSION_COOKIE_SECURE",
        "CELERY_BROKER_URL",
        **COUNTY,
        SECRET_KEY=KEY,
        REDIS_URL="redis://127.0.0.1:6379/5",
        PUBLIC_URL="https://it.landkreis.example",
        ALLOWED_HOSTS="it.landkreis.example",
    )
    assert said == (
        "False ['it.landkreis.example'] 'https://it.landkreis.example' True"
        " 'redis://127.0.0.1:6379/5'"
    )


def test_signing_in_keeps_nothing_in_redis(tmp_path):
    """Redis may be away: second factors and forgotten passwords are counted in the database."""
    county = {**COUNTY, "SECRET_KEY": KEY, "REDIS_URL": "redis://127.0.0.1:6379/5"}
    said = read(tmp_path, "CACHES", "SESSION_ENGINE", **county)
    assert said == read(tmp_path, "CACHES", "SESSION_ENGINE")
    assert "redis" not in said.lower()


def test_a_secret_may_hold_any_sign(tmp_path):
    key = "$HOME-${x}-#'" + "k" * 30
    assert read(tmp_path, "SECRET_KEY", SECRET_KEY=key) == repr(key)


def test_the_demo_is_refused_in_a_county_unless_asked_for(tmp_path):
    assert read(tmp_path, "DEMO", **COUNTY, SECRET_KEY=KEY) == "False"
    assert read(tmp_path, "DEMO", **COUNTY, SECRET_KEY=KEY, ITSM_DEMO="1") == "True"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (COUNTY, "SECRET_KEY is missing: it must be the same on every host.\n"),
        ({"PORT": "eight"}, 'Environment variable "PORT" invalid: Not a valid integer.\n'),
    ],
)
def test_the_command_line_says_the_sentence_and_nothing_else(tmp_path, environment, said):
    script = "import runpy, sys; sys.argv = ['manage.py', 'run']; "
    done = start(
        tmp_path, script + "runpy.run_path('manage.py', run_name='__main__')", **environment
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
