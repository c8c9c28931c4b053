"""What a browser is called, so that its owner knows it again: "Firefox, Windows"."""

from django.utils.translation import gettext as _

# The first that is found counts: most browsers also claim to be those below them.
PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """Program and system in two words; all that is kept of what a browser says of itself."""
    found = [
        next((name for sign, name in names if sign in user_agent), "")
        for names in (PROGRAMS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("unknown browser")
