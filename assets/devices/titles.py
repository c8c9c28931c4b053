"""What a device is called for whom."""

from assets.rules import can_see_details


def title_for(user, device) -> str:
    """As staff call it; to whom sees no details, its model or kind, never their description."""
    return device.title if can_see_details(user, device) else str(device.model or device.category)
