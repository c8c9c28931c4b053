"""What stands in deploy/ says the same as the program."""

import re
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from itsm.files.downloads import PROTECTED, SAFETY

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
        Path(settings.BASE_DIR, "itsm", name) for name in ("environment.py", "web/views/health.py")
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
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == (
        f"Schul-IT <it@example.org> $x '\"{'k' * 40}",
        0,
    )


class Answering(BaseHTTPRequestHandler):
    """Stands in for the program: whatever it is asked, it says 200."""

    def do_POST(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_words):
        pass


@pytest.fixture
def nginx(tmp_path):
    """A real nginx with the site as it is delivered, but for TLS and ports: its address."""
    if not shutil.which("nginx"):
        pytest.skip("no nginx here")
    program = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = (DEPLOY / "nginx.conf").read_text()
    site = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", site, count=1, flags=re.S)
    site = re.sub(r"    (ssl_|listen +\[|access_log).*\n", "", site)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    site = site.replace("unix:/run/schul-it/web.sock", f"127.0.0.1:{program.server_port}")
    (tmp_path / "proxy_params").write_text("proxy_set_header Host $http_host;\n")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in kinds)
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/errors;\n"
        f"events {{}}\nhttp {{ access_log off;\n{places}{site}\n}}\n"
    )
    command = ["nginx", "-c", str(conf), "-p", str(tmp_path), "-e", str(tmp_path / "errors")]
    assert subprocess.run([*command, "-t"], capture_output=True, check=False).returncode == 0
    server = subprocess.Popen(command)
    try:
        while not (tmp_path / "pid").exists() or not _answers(port):
            assert server.poll() is None
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        program.shutdown()
        program.server_close()


def _answers(port):
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def _status(address, data=None):
    try:
        with urlopen(address, data=data) as answer:
            return answer.status
    except HTTPError as refused:
        with refused:
            return refused.code


def test_a_flood_on_one_label_is_stopped_and_nothing_else(nginx):
    posts = [_status(f"{nginx}/q/AAAABBBBCCCCDDDD", b"x") for _n in range(60)]
    pages = [_status(f"{nginx}/q/AAAABBBBCCCCDDDD") for _n in range(60)]
    others = [_status(f"{nginx}/q/EEEEFFFFGGGGHHHH", b"x"), _status(f"{nginx}/report/", b"x")]

    assert (posts[:21], 429 in posts) == ([200] * 21, True)
    assert (pages, others) == ([200] * 60, [200, 200])


def copied():
    """What the image holds of the repository."""
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    taken = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    return {path for paths in taken for path in paths}


def test_the_image_holds_every_app_and_what_they_read():
    ours = set()
    for app in settings.INSTALLED_APPS:
        top = app.partition(".")[0]
        if Path(find_spec(top).origin).is_relative_to(Path(settings.BASE_DIR, top)):
            ours.add(top)
    beside = {"manage.py", "LICENSE", "requirements/base.txt", "templates", "locale"}
    assert (len(ours) > 4, copied()) == (True, ours | beside)


def test_what_the_image_holds_checks_and_prepares(tmp_path):
    """Exactly those paths in an empty folder: nothing else of the repository is needed."""
    image, var = tmp_path / "image", tmp_path / "var"
    image.mkdir()
    for path in copied():
        source, target = Path(settings.BASE_DIR, path), image / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    environment = {"PATH": "/usr/bin:/bin", "ITSM_VAR": str(var), "PYTHONDONTWRITEBYTECODE": "1"}
    for command in ("check", "prepare"):
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=image,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert (var / "static/staticfiles.json").exists()
    assert (var / "db.sqlite3").stat().st_size > 100_000


def installing():
    """The commands of docs/operation.md, one line each."""
    words = Path(settings.BASE_DIR, "docs/operation.md").read_text()
    return "\n".join(re.findall(r"```sh\n(.*?)```", words, re.S)).splitlines()


def test_the_web_server_reads_files_and_never_the_settings():
    joined = [line.split()[1:3] for line in installing() if line.startswith("adduser www-data")]
    settings_kept = [line for line in installing() if "/etc/schul-it" in line and "install" in line]
    files = [line for line in installing() if "static" in line and "install" in line]
    assert joined == [["www-data", "schul-it-files"]]
    assert [re.findall(r"-m (\d+) -o (\S+) -g (\S+)", line)[0] for line in settings_kept] == [
        ("750", "root", "schul-it"),
        ("640", "root", "schul-it"),
    ]
    assert [re.findall(r"-m (\d+) -o (\S+) -g (\S+)", line)[0] for line in files] == [
        ("2750", "schul-it", "schul-it-files")
    ]


def test_nginx_may_knock_where_the_program_listens():
    site = (DEPLOY / "nginx.conf").read_text()
    groups = {
        unit: re.search(r"^Group=(\S+)$", text, re.M).group(1)
        for unit in ("web", "worker", "beat")
        if (text := (DEPLOY / f"systemd/schul-it-{unit}.service").read_text())
    }
    web = (DEPLOY / "systemd/schul-it-web.service").read_text()
    assert groups == {"web": "schul-it-files", "worker": "schul-it", "beat": "schul-it"}
    assert re.search(r"--bind (\S+)", web).group(1) == re.search(r"server (unix:\S+) ", site).group(
        1
    )
    assert ("RuntimeDirectoryMode=0750" in web, "--umask 0o007" in web) == (True, True)


@pytest.mark.parametrize("name", ["static", "media"])
def test_nginx_looks_where_files_lie(name):
    site = (DEPLOY / "nginx.conf").read_text()
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOY / "env.example").read_text(), re.M))
    assert re.findall(rf"alias +({example['ITSM_VAR']}/{name}/);", site) != []
