"""A real mail server on loopback, for tests: keeps what arrives, and refuses when told to."""

import asyncio
import email
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.services import free_port


class Sink:
    """What arrived, in order; `refuse` makes the server answer with an error instead."""

    def __init__(self, pause):
        self.mails = []
        self.pause = pause
        self.refuse = False

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 not now"
        await asyncio.sleep(self.pause)
        self.mails.append(email.message_from_bytes(envelope.content))
        return "250 OK"

    @property
    def message_ids(self):
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def running_sink(pause=0):
    """The mail server and its port; each mail takes it `pause` seconds."""
    sink = Sink(pause)
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield sink, controller.port
    finally:
        controller.stop()
