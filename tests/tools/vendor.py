"""Fetch the files of others that we ship, check them, and lay them down with their licences.

Run `python -m tests.tools.vendor` after changing a version here; commit what it writes.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.tools import cutting

ROOT = Path(__file__).resolve().parents[2]
STATIC = "itsm/web/static/vendor"
RECORD = ROOT / STATIC / "VENDOR.json"


@dataclass(frozen=True)
class Package:
    """One package: where its files go, and what it must hash to."""

    name: str
    version: str
    licence: str
    integrity: str
    folder: str
    files: tuple
    licence_file: str = "LICENSE"


PACKAGES = [
    Package(
        "@kern-ux/native",
        "2.7.2",
        "EUPL-1.2",
        "sha512-TN0Mqbasp7S1IOqurXickde8MDj5hIcgT4s3f1i33wyv2iVgA1dTO/FoQyi6rgM9KYTYkIthl9k72g7fBUUvHg==",
        f"{STATIC}/kern-ux-native-2.7.2",
        ("dist/kern.css",),
        "LICENSE.md",
    ),
    Package(
        "@fontsource/fira-sans",
        "5.3.0",
        "OFL-1.1",
        "sha512-z1SKSG7eRhm3srlb7rQ3j77QP4TP7OFxCZ4wUWhCdt+3hOF9K0AyvybpAsz6+JWNcCVV7AqC7dbOT3e67P2r5A==",
        f"{STATIC}/fira-sans-5.3.0",
        tuple(
            f"files/fira-sans-{part}-{weight}-normal.woff2"
            for part in ("latin", "latin-ext")
            for weight in (400, 600)
        ),
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        f"{STATIC}/htmx-2.0.11",
        ("dist/htmx.min.js",),
    ),
    Package(
        "@tabler/icons-sprite",
        "3.48.0",
        "MIT",
        "sha512-e55W76mmXr69ub3gOy6RO8NTlT23gzjJ/khNNMyBMvQT8XdTc1LAa48k542dX71oqlXv9dDq04BjTsZAWg37iA==",
        f"{STATIC}/tabler-icons-3.48.0",
        ("dist/tabler-sprite.svg",),
    ),
    Package(
        "zxing-wasm",
        "3.1.4",
        "MIT",
        "sha512-1+v8p7sauddySVNG+ye7GD/0TS95BG2ycdkrC+EnBrFBFkHeIghzUt2yVjtx3NucJeNrQnhT8yGAIz60Vx9o0w==",
        f"{STATIC}/zxing-wasm-3.1.4",
        ("dist/iife/reader/index.js", "dist/reader/zxing_reader.wasm"),
    ),
    Package(
        "dejavu-fonts-ttf",
        "2.37.3",
        "Bitstream-Vera",
        "sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
        "itsm/web/fonts/dejavu-2.37.3",
        ("ttf/DejaVuSans.ttf", "ttf/DejaVuSans-Bold.ttf"),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        "tests/browser/vendor/axe-core-4.14.1",
        ("axe.min.js",),
    ),
]


def main():
    """Write every package's files and the record of what they are."""
    record = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            written = lay_down(package, fetch(package, Path(folder)))
        record.append(
            {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "integrity": package.integrity,
                "files": written,
            }
        )
    RECORD.write_text(json.dumps(record, indent=2) + "\n")


def fetch(package, folder):
    """Download the package and refuse it unless it hashes to what is written here."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", folder]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"{package.name} {package.version} is not what we expect: sha512-{digest}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def lay_down(package, source):
    """Copy or cut the listed files; answer their paths with what they hash to."""
    target = ROOT / package.folder
    target.mkdir(parents=True, exist_ok=True)
    written = [copy(source / package.licence_file, target / "LICENSE")]
    for name in package.files:
        if name.endswith("tabler-sprite.svg"):
            written += lay_down_icons(source / name)
        elif name.endswith("kern.css"):
            written.append(lay_down_kern(package, source / name, target / "kern.css"))
        else:
            written.append(copy(source / name, target / Path(name).name))
    return dict(written)


def lay_down_icons(sprite):
    """The sprite with our symbols, and the list that Python reads."""
    icons = ROOT / "itsm/web/static/web/icons.svg"
    icons.write_text(cutting.cut_sprite(sprite.read_text()))
    (ROOT / "itsm/web/icons.py").write_text(cutting.icon_list())
    return [entry(icons)]


def lay_down_kern(package, source, target):
    """KERN cut to what we use, saying so at its head as its licence asks."""
    head = (
        f"/* Cut from {package.name} {package.version}, dist/kern.css, by tests/tools/vendor.py:"
        f" grid, spacing, icons and unused components left out. Licence {package.licence},"
        " see LICENSE. */\n"
    )
    ours = "".join(sheet.read_text() for sheet in ROOT.glob("itsm/web/static/web/*.css"))
    target.write_text(head + cutting.cut_kern(source.read_text(), ours))
    return entry(target)


def copy(source, target):
    """One file as it is."""
    target.write_bytes(source.read_bytes())
    return entry(target)


def entry(path):
    """A file's path in the project and what it hashes to."""
    return str(path.relative_to(ROOT)), hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
