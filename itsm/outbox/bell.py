"""The outbox's doorbell is rung beside the request: a broker that is slow, or away, keeps nobody
waiting. If nobody hears it, beat asks a few seconds later."""

import logging
import threading

log = logging.getLogger("itsm.outbox")
_rung = threading.Event()
_lock = threading.Lock()


def ring():
    """Ring it once; whoever rings while it is still ringing is heard by the same ring."""
    _rung.set()
    if not _lock.locked():
        threading.Thread(target=_ring, name="outbox-bell", daemon=True).start()


def _ring():
    # The task module imports what rings; it is looked up when it is rung.
    from itsm.outbox.tasks import relay

    with _lock:
        while _rung.is_set():
            _rung.clear()
            try:
                relay.apply_async(expires=60, retry=False)
            except Exception as error:  # the broker is away: nothing is lost, it is only later
                log.info("no bell: %s", error)
