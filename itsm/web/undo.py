"""What was just done, said with the way back: one button in the message, a form without a script."""

import json

from django.contrib import messages


def say_with_way_back(request, words, url, **fields):
    """Say what was done; the button beside it posts these fields to the address, where a step
    takes it back as every step is taken: by its rule, and into the journal."""
    messages.success(request, words, extra_tags=json.dumps({"url": url, "fields": fields}))


def way_back(message) -> dict | None:
    """The address and the fields of the button, for messages that have one."""
    if not (message.extra_tags or "").startswith("{"):
        return None
    return json.loads(message.extra_tags)
