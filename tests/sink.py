"""A real mail server on loopback, for tests: keeps what arrives, and refuses when told to."""

import asyncio
import email
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.services import free_port


class Sink:
    """What arrived, in order, and how often somebody called; `refuse` makes the server answer with
    an error instead, `refused` only to these people, `most` lets it hang up after so many mails."""

    def __init__(self, pause):
        self.mails = []
        self.pause = pause
        self.refuse = False
        self.refused = set()
        self.most = None
        self.calls = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.calls += 1
        session.host_name, session.taken = hostname, 0
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 not now"
        if session.taken == self.most:
            server.transport.close()
            return "421 enough for today"
        session.taken += 1
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
