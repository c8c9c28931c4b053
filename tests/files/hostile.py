"""Files that want to do harm, made on the spot, and a place to meet them with a stop watch."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import openpyxl
from PIL import Image

ROOT = Path(__file__).parents[2]
# Peak by the kernel's book of this process: getrusage would inherit what the parent once held.
# Time on the processor: a busy machine must not fail an honest reader.
IN_A_PROCESS_OF_ITS_OWN = """
import importlib, io, json, pathlib, re, sys, time
from django.conf import settings
settings.configure(USE_I18N=False)
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
module, function = sys.argv[1].split(":")
meet = getattr(importlib.import_module(module), function)
file = io.BytesIO(sys.stdin.buffer.read())
before, start = peak(), time.process_time()
try:
    meet(file)
    refused = ""
except ValueError as refusal:
    refused = f"{type(refusal).__name__}: {refusal}"
print(json.dumps([refused, time.process_time() - start, (peak() - before) / 1024]))
"""


class Met(NamedTuple):
    """What came of a hostile file: the refusal, the computing time and the memory it cost."""

    refused: str
    seconds: float
    megabytes: float


def meet(function, data):
    """Let `module:function` read the data in a process of its own, and measure it."""
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, function],
        input=data,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return Met(*json.loads(done.stdout))


def picture(format, size=(64, 48), colour="red", mode="RGB", **options):
    """A small picture in any format."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **options)
    return out.getvalue()


def png_flood(width, height):
    """A PNG of a few kilobytes that wants gigabytes."""
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + width * 3)) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def layered_jpeg(layers):
    """A JPEG that makes the decoder walk over the whole picture again and again."""
    plain = picture("JPEG", (4000, 4000), mode="L", colour=128, progressive=True)
    end = plain.rfind(b"\xff\xd9")
    layer = plain[plain.rfind(b"\xff\xda") : end]
    return plain[:end] + layer * layers + plain[end:]


def archive(parts, **options):
    """A zip with these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.pop("compression", zipfile.ZIP_DEFLATED)) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def workbook(*rows):
    """An ordinary XLSX as Excel would write it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(xlsx, name, content):
    """The same archive with one part replaced, or added."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return archive(parts | {name: content})
