"""Celery's file transport, as one machine needs it: a message is there whole or not at all, and
what nobody can read ends nobody. Every message is only a bell; what must happen stands in the
database, and rings again."""

import logging
import os
import uuid
from pathlib import Path
from time import time_ns

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger("itsm.broker")


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Written under another name, then renamed: nobody takes away half of it."""
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out, f".{name}.draft")
        try:
            draft.write_text(dumps(payload))
            os.replace(draft, Path(self.data_folder_out, name))
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise ChannelError(f"The message {name} could not be written.") from error

    def _get(self, queue):
        """The next message that is one; files that are none are gone once they were looked at."""
        while True:
            try:
                message = super()._get(queue)
                if {"body", "properties"} <= message.keys():
                    return message
            except (ValueError, AttributeError) as error:
                log.warning("a message nobody can read is dropped: %s", error)

    def get_table(self, exchange):
        """Which queues listen; none where the list was only half written."""
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange, *binding):
        """A list that was only half written is begun anew."""
        try:
            super()._queue_bind(exchange, *binding)
        except ValueError:
            self._exchange_file(exchange).unlink(missing_ok=True)
            super()._queue_bind(exchange, *binding)


class Transport(filesystem.Transport):
    Channel = Channel
