"""Bells in files: half a message, or a full disk, ends neither who rings nor who listens."""

import errno
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport.virtual import BrokerState

from itsm import broker


@pytest.fixture
def folder(tmp_path):
    for name in ("bells", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def bells(folder, monkeypatch):
    """A queue in files, as `make run` has it."""
    options = {
        "data_folder_in": str(folder / "bells"),
        "data_folder_out": str(folder / "bells"),
        "control_folder": str(folder / "control"),
    }
    # What is bound already is remembered by the process; this folder is a new one.
    monkeypatch.setattr(broker.Transport, "global_state", BrokerState())
    with Connection("files://", transport_options=options) as connection:
        yield connection.SimpleQueue("bells")


def heard(queue):
    """All that waits, in its order."""
    found = []
    while True:
        try:
            message = queue.get_nowait()
        except Empty:
            return found
        message.ack()
        found.append(message.payload)


def test_what_is_rung_is_heard_in_its_order(bells):
    for number in range(3):
        bells.put({"ring": number})
    assert heard(bells) == [{"ring": 0}, {"ring": 1}, {"ring": 2}]


@pytest.mark.parametrize("half", ["", '{"body": "e30=", "prop', "[]", "null", "{}", "\x00\xff"])
def test_what_nobody_can_read_is_dropped_and_the_rest_is_heard(bells, folder, half):
    (folder / "bells/000_half.bells.msg").write_bytes(half.encode("latin-1"))
    bells.put({"ring": 1})
    assert heard(bells) == [{"ring": 1}]
    assert list((folder / "bells").iterdir()) == []


def test_no_message_is_there_before_it_is_whole(bells, folder, monkeypatch):
    seen = []

    def look(draft, name):
        seen.extend(path.name.endswith(".bells.msg") for path in (folder / "bells").iterdir())
        Path(draft).rename(name)

    monkeypatch.setattr(broker.os, "replace", look)
    bells.put({"ring": 1})
    assert (seen, heard(bells)) == ([False], [{"ring": 1}])


def test_a_full_disk_is_told_and_leaves_nothing_behind(bells, folder, monkeypatch):
    def full(path, text):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(broker.Path, "write_text", full)
    with pytest.raises(ChannelError):
        bells.put({"ring": 1})
    assert list((folder / "bells").iterdir()) == []


def test_a_list_of_queues_only_half_written_is_begun_anew(bells, folder):
    lists = list((folder / "control").iterdir())
    assert lists != []
    for half in lists:
        half.write_text("")
    channel = bells.channel
    assert channel.get_table("bells") == []
    channel._queue_bind("bells", "bells", None, "bells")
    assert [row.queue for row in channel.get_table("bells")] == ["bells"]
