"""How devices and places are called where they were entered twice: so that they can be told apart."""

from assets.models import Device, Location


def number_and_title(device: Device) -> str:
    """The numbers of a device, and what it is."""
    numbers = ", ".join(filter(None, [device.inventory_number, device.serial_number]))
    return f"{numbers} · {device.title}"


def path_and_school(place: Location) -> str:
    """Where a place is, and whose."""
    return f"{place.path} · {place.school}" if place.school else place.path
