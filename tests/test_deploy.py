"""What stands in deploy/ says the same as the program."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from itsm.web.downloads import PROTECTED, SAFETY

DEPLOY = Path(settings.BASE_DIR, "deploy")


def test_nginx_repeats_the_headers_it_drops_from_uploads():
    site = (DEPLOY / "nginx.conf").read_text()
    place = re.search(rf"location {PROTECTED} {{(.*?)\n    }}", site, re.S).group(1)
    said = dict(re.findall(r'add_header (\S+) "?([^"\n]+?)"? always;', place))
    # Cache-Control is one of the few that nginx passes on.
    assert said == {name: value for name, value in SAFETY.items() if name != "Cache-Control"}
    assert "internal;" in place


def test_every_setting_of_the_example_is_one_the_program_reads():
    given = re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.M)
    sources = [
        Path(settings.BASE_DIR, "itsm", name) for name in ("environment.py", "views/health.py")
    ]
    read = set(re.findall(r'"([A-Z_]+)"', "".join(path.read_text() for path in sources)))
    assert set(given) - read == set()


@pytest.mark.parametrize("unit", ["web", "worker", "beat"])
def test_each_service_runs_as_nobody_in_particular(unit):
    lines = (DEPLOY / f"systemd/schul-it-{unit}.service").read_text().splitlines()
    wanted = {"User=schul-it", "UMask=0077", "NoNewPrivileges=true", "ProtectSystem=strict"}
    assert wanted - set(lines) == set()


def test_manage_takes_settings_as_systemd_does(tmp_path):
    """Blanks, quotes and dollars in a value are only blanks, quotes and dollars."""
    env = tmp_path / "env"
    lines = ["# a comment", "MAIL_FROM=Schul-IT <it@example.org>", f"SECRET_KEY=$x '\"{'k' * 40}"]
    env.write_text("\n".join([*lines, f"ITSM_VAR={tmp_path}"]))
    script = "from django.conf import settings as s; print(s.DEFAULT_FROM_EMAIL, s.SECRET_KEY)"
    done = subprocess.run(
        [DEPLOY / "manage", "shell", "-v0", "-c", script],
        env={"SCHUL_IT_ENV": str(env), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.returncode) == (
        f"Schul-IT <it@example.org> $x '\"{'k' * 40}", 0,
    )  # fmt: skip
