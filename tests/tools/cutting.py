"""What we cut out of the big files of others: KERN's stylesheet and Tabler's icon sprite."""

import re

KERN_BLOCKS = {
    "alert",
    "btn",
    "dark",
    "dialog",
    "fieldset",
    "form-check",
    "form-input",
    "hint",
    "label",
    "level-",
    "light",
    "sr-only",
    "title",
}

# Our own id for a symbol, and the name it has at Tabler.
SYMBOLS = {
    "access-point": "access-point",
    "alert": "alert-triangle",
    "app": "apps",
    "arrow-right": "arrow-right",
    "battery": "battery-1",
    "bell": "bell",
    "bolt": "bolt",
    "briefcase": "briefcase",
    "building": "building",
    "cable": "plug",
    "calendar": "calendar",
    "camera": "camera",
    "charger": "battery-charging",
    "chart": "chart-bar",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "comment": "message",
    "desktop": "devices-pc",
    "device": "devices",
    "display": "device-desktop",
    "document-camera": "device-computer-camera",
    "door": "door",
    "dots": "dots",
    "download": "download",
    "edit": "pencil",
    "eye": "eye",
    "eye-off": "eye-off",
    "file": "file",
    "filter": "filter",
    "floor": "stairs",
    "hand": "hand-stop",
    "headphones": "headphones",
    "help": "help-circle",
    "history": "history",
    "home": "home",
    "info": "info-circle",
    "key": "key",
    "keyboard": "keyboard",
    "label": "qrcode",
    "lamp": "bulb",
    "language": "language",
    "laptop": "device-laptop",
    "link": "link",
    "list": "list",
    "location": "map-pin",
    "lock": "lock",
    "login": "login",
    "logout": "logout",
    "mail": "mail",
    "map": "map-2",
    "menu": "menu-2",
    "moon": "moon",
    "mouse": "mouse",
    "move": "transfer",
    "package": "package",
    "palette": "palette",
    "paper": "notes",
    "pencil-off": "pencil-off",
    "phishing": "fish-hook",
    "phone": "phone",
    "photo": "photo",
    "plus": "plus",
    "print": "printer",
    "printer": "printer",
    "projector": "device-projector",
    "refresh": "refresh",
    "remote": "device-remote",
    "repair": "tool",
    "return": "arrow-back-up",
    "scan": "scan",
    "school": "school",
    "screen-broken": "device-tablet-x",
    "search": "search",
    "security": "shield-exclamation",
    "server": "server",
    "settings": "settings",
    "shield": "shield",
    "shield-lock": "shield-lock",
    "slow": "hourglass",
    "speaker": "device-speaker",
    "speaker-off": "volume-3",
    "star": "star",
    "storage": "building-warehouse",
    "sun": "sun",
    "tablet": "device-tablet",
    "tag": "tag",
    "thumbs-up": "thumb-up",
    "toner": "droplet",
    "trash": "trash",
    "tree": "sitemap",
    "up": "arrow-up",
    "upload": "upload",
    "user": "user",
    "users": "users",
    "wait": "player-pause",
    "wifi": "wifi",
    "wifi-off": "wifi-off",
    "wish": "sparkles",
    "x": "x",
}


NOTICE = "<!-- Cut from Tabler Icons; licence MIT, see vendor/tabler-icons-3.48.0/LICENSE. -->"


def cut_kern(css, ours=""):
    """KERN's tokens and the components we use, in a cascade layer that our own rules overrule."""
    bare = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.DOTALL)
    kept = "\n".join(rule for rule in map(_kept, _rules(bare)) if rule)
    return f"@layer kern{{\n{_without_idle_values(kept, ours)}\n}}\n"


def cut_sprite(sprite):
    """Our symbols under our own ids; colour and stroke come from the page's stylesheet."""
    found = dict(re.findall(r'<symbol id="tabler-([^"]+)"[^>]*>(.*?)</symbol>', sprite))
    lines = [_symbol(ours, found[theirs]) for ours, theirs in sorted(SYMBOLS.items())]
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{NOTICE}\n' + "\n".join(lines) + "\n</svg>\n"


def icon_list():
    """The Python list of all symbols, as text of a module."""
    names = "".join(f'    "{name}",\n' for name in sorted(SYMBOLS))
    return f'"""All symbols of the icon sprite; administrators choose from them."""\n\nICONS = [\n{names}]\n'


def _symbol(name, drawing):
    drawing = drawing.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing.replace(" />", "/>")}</symbol>'


def _rules(css):
    """Prelude and body of each block on this level."""
    start = opened = depth = 0
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            depth += 1
            opened = brace.start() if depth == 1 else opened
        elif (depth := depth - 1) == 0:
            yield css[start:opened].strip(), css[opened + 1 : brace.start()]
            start = brace.end()


def _kept(rule):
    prelude, body = rule
    if prelude.startswith("@media"):
        inner = "".join(kept for kept in map(_kept, _rules(body)) if kept)
        return inner and f"{prelude}{{{inner}}}"
    selectors = [part for part in _selectors(prelude) if _wanted(part)]
    body = ";".join(" ".join(line.split()) for line in body.split(";") if line.strip())
    return selectors and f"{','.join(selectors)}{{{body}}}"


def _selectors(prelude):
    """Selectors of a list, cut at commas that are not inside brackets."""
    return [part.strip() for part in re.split(r",(?![^(]*\))", prelude)]


def _wanted(selector):
    blocks = re.findall(r"[.*=]kern-([a-z0-9-]*?)(?=__|--|[^a-z0-9_-]|$)", selector)
    return all(block in KERN_BLOCKS for block in blocks)


def _without_idle_values(css, ours):
    """Drop the tokens that no kept rule and none of our own refers to, until none is left."""
    used = set(re.findall(r"var\((--kern-[a-z0-9-]+)", css + ours))
    lean = re.sub(r"(--kern-[a-z0-9-]+):[^;}]*;?", lambda m: m.group() if m[1] in used else "", css)
    return lean if lean == css else _without_idle_values(lean, ours)
