"""What is shipped to browsers: whole, small, our own, and nothing from elsewhere."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from itsm.web.icons import ICONS

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "itsm/web/static"
KERN = STATIC / "vendor/kern-ux-native-2.7.2/kern.css"
SHEETS = sorted((STATIC / "web").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FIRST_LOAD = 240 * 1024  # with 60 KB of HTML: 300 KB, even where nothing is compressed


def test_vendored_files_are_what_the_record_says():
    record = json.loads((STATIC / "vendor/VENDOR.json").read_text())
    recorded = {path: digest for package in record for path, digest in package["files"].items()}
    found = {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in recorded}
    assert found == recorded


def test_every_vendored_file_is_recorded():
    record = json.loads((STATIC / "vendor/VENDOR.json").read_text())
    recorded = {path for package in record for path in package["files"]}
    folders = [STATIC / "vendor", ROOT / "itsm/web/fonts", ROOT / "tests/browser/vendor"]
    found = {str(path.relative_to(ROOT)) for top in folders for path in top.rglob("*.*")}
    assert {path for path in found if Path(ROOT / path).is_file()} - recorded == {
        "itsm/web/static/vendor/VENDOR.json"
    }


def test_every_package_brings_its_licence():
    record = json.loads((STATIC / "vendor/VENDOR.json").read_text())
    missing = [p["name"] for p in record if not any(f.endswith("LICENSE") for f in p["files"])]
    assert missing == []


def test_the_list_of_icons_is_the_sprite():
    sprite = (STATIC / "web/icons.svg").read_text()
    assert sorted(ICONS) == ICONS == re.findall(r'<symbol id="([^"]+)"', sprite)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_name_icons_that_exist(template):
    text = template.read_text()
    named = re.findall(r'{% icon "([^"]+)"', text) + re.findall(r' icon="([^"]+)"', text)
    assert set(named) - set(ICONS) == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_the_content_security_policy(template):
    text = template.read_text()
    assert re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)|\|safe\b', text) == []


def _loaded(template):
    names = re.findall(r"""(?:href|src)="{% static '([^']+\.(?:css|js))'""", template.read_text())
    return [STATIC / name for name in names]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_first_visit_loads_little(template):
    fonts = STATIC.glob("vendor/fira-sans-*/*-latin-[46]00-normal.woff2")
    frame = [*fonts, *_loaded(ROOT / "templates/_head.html"), *(STATIC / "web").glob("*.svg")]
    assert KERN in frame
    small = STATIC / "web/scan.css" in _loaded(template)
    files = {*_loaded(template), *([] if small else frame)}
    assert sum(path.stat().st_size for path in files) <= FIRST_LOAD


def test_the_scan_page_leaves_the_first_round_trip_to_its_words():
    assert len(gzip.compress((STATIC / "web/scan.css").read_bytes(), 6)) <= 3_500


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_value_used_is_defined(sheet):
    known = set()
    for path in [KERN, *SHEETS] if sheet.name != "scan.css" else [sheet]:
        known |= set(re.findall(r"(--[a-z0-9-]+)\s*:", path.read_text()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text()))
    assert used - known - {"--accent"} == set()


@pytest.mark.parametrize("path", [KERN, *SHEETS], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path):
    addresses = re.findall(r"""url\(["']?([^"')]+)""", path.read_text())
    outside = [a for a in addresses if not a.startswith(("data:image/svg+xml", "../vendor/"))]
    assert outside == []
