"""Can a colour be read? Told in words, by the WCAG's own sum."""

import re

from django.utils.translation import gettext as _

HEX = re.compile(r"#[0-9a-f]{6}")


def contrast_on_white(colour: str) -> float:
    """How strongly a colour stands out from white: 1 not at all, 21 like black."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def contrast_in_words(colour: str) -> str:
    """What an administrator needs to know about a colour."""
    if not HEX.fullmatch(colour):
        return ""
    ratio = contrast_on_white(colour)
    number = f"{ratio:.1f}"
    if ratio >= 7:
        return _("Reads very well on white (contrast %(number)s).") % {"number": number}
    if ratio >= 4.5:
        return _("Reads well on white (contrast %(number)s).") % {"number": number}
    words = _(
        "Too pale for text on white (contrast %(number)s; 4.5 is needed). "
        "Links and buttons get a darker shade of it by themselves."
    )
    return words % {"number": number}
