"""The outbox's doorbell is rung beside the request: a broker that is slow, or away, keeps nobody
waiting. If nobody hears it, beat asks a few seconds later."""

import logging
import threading
from contextlib import contextmanager

log = logging.getLogger("itsm.outbox")
# One rings, and one more may wait to ring: everybody else is heard by the one who waits.
_waiting = threading.Lock()
_ringing = threading.Lock()


def ring():
    """Ring it, or leave it to the one who has not begun to."""
    if _waiting.acquire(blocking=False):
        threading.Thread(target=_ring, name="outbox-bell", daemon=True).start()


@contextmanager
def quiet():
    """Inside of it nobody rings: for what is never sent, or may wait until beat asks."""
    with _waiting:
        yield


def _ring():
    # The task module imports what rings; it is looked up when it is rung.
    from itsm.outbox.tasks import relay

    with _ringing:
        _waiting.release()
        try:
            relay.apply_async(expires=60, retry=False)
        except Exception as error:  # the broker is away: nothing is lost, it is only later
            log.info("no bell: %s", error)
