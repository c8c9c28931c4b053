"""The starting set in words: categories, what usually goes wrong with them, what helps.

Only read where the tables are empty; from then on administrators change all of it on pages.
"""

from typing import NamedTuple


class Tile(NamedTuple):
    """One fault (or wish) to tap on, in both languages, with up to three hints."""

    de: str
    en: str
    icon: str
    hints: tuple = ()
    alarm: str = ""
    is_wish: bool = False
    private: bool = False
    question: tuple = ("", "")


WHICH_PROGRAM = ("Welches Programm?", "Which program?")
FOR_WHOM = ("Für wen? Name oder Kürzel", "For whom? Name or initials")


class Kind(NamedTuple):
    """A category of devices with its tiles."""

    de: str
    en: str
    icon: str
    tiles: tuple
    is_case: bool = False


PICTURE = Tile(
    "kein Bild",
    "no picture",
    "display",
    (
        ("Richtige Quelle gewählt, meist HDMI 1?", "Right source chosen, usually HDMI 1?"),
        ("Kabel an beiden Enden fest eingesteckt?", "Cable firmly plugged in at both ends?"),
        (
            "Am Computer Windows-Taste und P drücken, „Duplizieren“ wählen.",
            "On the computer press Windows key and P, choose “Duplicate”.",
        ),
    ),
)
SOUND = Tile(
    "kein Ton",
    "no sound",
    "speaker-off",
    (
        (
            "Lautstärke am Gerät und am Computer hochgedreht?",
            "Volume turned up on the device and on the computer?",
        ),
        (
            "Am Computer unten rechts das richtige Ausgabegerät wählen.",
            "Choose the right output device at the bottom right of the computer.",
        ),
    ),
)
COLOURS = Tile(
    "falsche Farben",
    "wrong colours",
    "palette",
    (("Kabel abziehen und wieder fest einstecken.", "Unplug the cable and plug it in firmly."),),
)
PEN = Tile(
    "Stift oder Touch geht nicht",
    "pen or touch does not work",
    "pencil-off",
    (
        (
            "Tafel aus- und nach 30 Sekunden wieder einschalten.",
            "Switch the board off, and on again after 30 seconds.",
        ),
        (
            "USB-Kabel zwischen Tafel und Computer eingesteckt?",
            "USB cable between board and computer plugged in?",
        ),
    ),
)
REMOTE = Tile(
    "Fernbedienung fehlt",
    "remote control missing",
    "remote",
    (
        (
            "Meist gibt es Knöpfe am Gerät selbst, seitlich oder unten.",
            "Most devices have buttons of their own, at the side or below.",
        ),
    ),
)
CABLE = Tile("Kabel fehlt", "cable missing", "cable")
LAMP = Tile(
    "Lampen-Warnung",
    "lamp warning",
    "lamp",
    (
        (
            "Das Gerät läuft noch weiter. Bitte trotzdem melden.",
            "The device still works for a while. Please report it all the same.",
        ),
    ),
)
DEAD = Tile(
    "geht nicht an",
    "does not switch on",
    "bolt",
    (
        (
            "Stecker und Steckdosenleiste prüfen: leuchtet der Schalter?",
            "Check plug and socket strip: is its switch lit?",
        ),
        (
            "Eine Minute vom Strom trennen, dann neu einschalten.",
            "Unplug for a minute, then switch on again.",
        ),
    ),
)
SIGN_IN = Tile(
    "Anmeldung geht nicht",
    "cannot sign in",
    "key",
    (
        ("Ist die Feststelltaste aus?", "Is caps lock off?"),
        ("Steckt das Netzwerkkabel, ist WLAN an?", "Is the network cable in, is Wi-Fi on?"),
    ),
)
SLOW = Tile(
    "langsam",
    "slow",
    "slow",
    (
        (
            "Neu starten („Neu starten“, nicht „Herunterfahren“).",
            "Restart it (“Restart”, not “Shut down”).",
        ),
    ),
)
KEYS = Tile(
    "Tastatur oder Maus geht nicht",
    "keyboard or mouse does not work",
    "keyboard",
    (
        (
            "USB-Stecker abziehen und in eine andere Buchse stecken.",
            "Put the USB plug into another socket.",
        ),
        ("Bei Funkmaus oder -tastatur: Batterie tauschen.", "Wireless ones: change the battery."),
    ),
)
SCREEN = Tile("Bildschirm kaputt", "screen broken", "screen-broken")
PROGRAM = Tile("Programm fehlt", "program missing", "app", is_wish=True, question=WHICH_PROGRAM)
CHARGE = Tile(
    "lädt nicht",
    "does not charge",
    "battery",
    (
        ("Anderes Kabel und anderes Netzteil probieren.", "Try another cable and another charger."),
        (
            "30 Minuten am Strom lassen, dann erst einschalten.",
            "Leave it plugged in for 30 minutes before switching it on.",
        ),
    ),
)
NO_WIFI = Tile(
    "WLAN geht nicht",
    "no Wi-Fi",
    "wifi-off",
    (
        ("WLAN am Gerät aus- und wieder einschalten.", "Switch Wi-Fi off and on again."),
        ("Ist das richtige Netz gewählt?", "Is the right network chosen?"),
    ),
)
NET_SLOW = Tile("Internet ist langsam", "internet is slow", "slow")
JAM = Tile(
    "Papierstau",
    "paper jam",
    "paper",
    (
        (
            "Alle Klappen öffnen, Papier in Laufrichtung herausziehen.",
            "Open all flaps, pull the paper out the way it runs.",
        ),
    ),
)
TONER = Tile("Toner leer", "toner empty", "toner")
NO_PRINT = Tile(
    "druckt nicht",
    "does not print",
    "print",
    (
        ("Ist Papier im Fach, leuchtet eine Warnung?", "Is there paper, is a warning lit?"),
        (
            "Ist am Computer der richtige Drucker gewählt?",
            "Is the right printer chosen on the computer?",
        ),
    ),
)
SMEARS = Tile("Ausdruck verschmiert", "print is smeared", "printer")

SCREENS = (PICTURE, SOUND, COLOURS)
PRINTERS = (JAM, TONER, NO_PRINT, SMEARS)
COMPUTERS = (DEAD, SIGN_IN, SLOW, KEYS, SCREEN, PROGRAM)

CATEGORIES = (
    Kind("Beamer", "Projector", "projector", (*SCREENS, CABLE, REMOTE, LAMP)),
    Kind("Interaktive Tafel", "Interactive board", "display", (*SCREENS, PEN, REMOTE, CABLE)),
    Kind("Computer", "Computer", "desktop", COMPUTERS),
    Kind("Notebook", "Laptop", "laptop", (*COMPUTERS, CHARGE)),
    Kind(
        "Tablet",
        "Tablet",
        "tablet",
        (
            Tile("Display gebrochen", "screen broken", "screen-broken"),
            CHARGE,
            Tile("Tablet fehlt", "tablet missing", "search"),
            Tile(
                "App fehlt",
                "app missing",
                "app",
                is_wish=True,
                question=("Welche App?", "Which app?"),
            ),
            Tile("gesperrt", "locked", "lock"),
            Tile("Stift oder Kopfhörer fehlt", "pencil or headphones missing", "headphones"),
        ),
    ),
    Kind(
        "Tablet-Koffer",
        "Tablet case",
        "briefcase",
        (
            Tile(
                "Koffer lädt nicht",
                "case does not charge",
                "charger",
                (
                    (
                        "Netzstecker und Schalter am Koffer prüfen.",
                        "Check the plug and the switch on the case.",
                    ),
                ),
            ),
            Tile("Tablet fehlt", "tablet missing", "tablet"),
            Tile("Zubehör fehlt", "accessory missing", "headphones"),
            Tile("Schloss klemmt", "lock is stuck", "lock"),
        ),
        is_case=True,
    ),
    Kind("Drucker", "Printer", "printer", PRINTERS),
    Kind("Kopierer", "Copier", "printer", PRINTERS),
    Kind("Monitor", "Monitor", "display", (PICTURE, COLOURS, SCREEN, CABLE)),
    Kind(
        "Access Point",
        "Access point",
        "access-point",
        (
            NO_WIFI,
            NET_SLOW,
            Tile("nur in diesem Raum gestört", "only this room", "door"),
        ),
    ),
    Kind(
        "Switch",
        "Network switch",
        "cable",
        (
            Tile("kein Netz", "no network", "wifi-off"),
            NET_SLOW,
            DEAD,
        ),
    ),
    Kind("Server", "Server", "server", (DEAD, SLOW, SIGN_IN)),
    Kind(
        "Dokumentenkamera",
        "Document camera",
        "document-camera",
        (PICTURE, DEAD, Tile("unscharf", "out of focus", "eye-off"), CABLE),
    ),
    Kind("Kamera", "Camera", "camera", (DEAD, PICTURE, CHARGE)),
    Kind("Lautsprecher", "Speaker", "speaker", (SOUND, DEAD, CABLE)),
    Kind(
        "Telefon",
        "Phone",
        "phone",
        (
            Tile("kein Freizeichen", "no dialling tone", "phone"),
            DEAD,
        ),
    ),
    Kind("Sonstiges", "Other", "device", (DEAD, CABLE)),
)

# For every room, whatever stands in it; accounts, security and wishes come in here too.
GENERAL = (
    NO_WIFI,
    NET_SLOW,
    Tile("kein Strom", "no power", "bolt"),
    Tile(
        "Passwort für IServ vergessen",
        "IServ password forgotten",
        "key",
        (
            (
                "Die IServ-Verwaltung der Schule kann es sofort neu setzen.",
                "The school's IServ administrators can set a new one at once.",
            ),
        ),
        private=True,
        question=FOR_WHOM,
    ),
    Tile(
        "Anmeldung bei Microsoft 365 geht nicht",
        "cannot sign in to Microsoft 365",
        "login",
        private=True,
        question=FOR_WHOM,
    ),
    Tile("WebUntis geht nicht", "WebUntis does not work", "calendar"),
    Tile(
        "Phishing-Mail angeklickt",
        "clicked on a phishing mail",
        "phishing",
        (
            (
                "Gerät vom Netz trennen, aber nicht ausschalten.",
                "Take the device off the network, but leave it on.",
            ),
            ("Passwort an einem anderen Gerät ändern.", "Change the password on another device."),
        ),
        alarm="all",
        private=True,
    ),
    Tile(
        "Virenwarnung",
        "virus warning",
        "security",
        (
            (
                "Gerät vom Netz trennen und nichts mehr anklicken.",
                "Take the device off the network and click on nothing more.",
            ),
        ),
        alarm="all",
        private=True,
    ),
    Tile("ganze Schule ohne Internet", "whole school without internet", "shield", alarm="all"),
    Tile(
        "Wunsch: Programm oder App",
        "wish: program or app",
        "app",
        is_wish=True,
        question=WHICH_PROGRAM,
    ),
    Tile(
        "Wunsch: Umzug oder Aufbau",
        "wish: relocation or set-up",
        "move",
        is_wish=True,
        question=("Was, und wohin?", "What, and where to?"),
    ),
    Tile(
        "Wunsch: Geräte ausleihen",
        "wish: borrow devices",
        "briefcase",
        is_wish=True,
        question=("Welche Geräte, und wann?", "Which devices, and when?"),
    ),
    Tile(
        "Wunsch: Hilfe bei einer Veranstaltung",
        "wish: help with an event",
        "wish",
        is_wish=True,
        question=("Was ist wann?", "What is on, and when?"),
    ),
)

SCHOOL_KINDS = (
    "BBS",
    "Förderschule",
    "Gesamtschule",
    "Grundschule",
    "Gymnasium",
    "Hauptschule",
    "Oberschule",
    "Realschule",
)

# Name, years the device is bound to its purpose.
FUNDING = (
    ("DigitalPakt Schule", 5),
    ("Sofortausstattungsprogramm", 3),
    ("Leihgeräte für Lehrkräfte", 3),
    ("Eigenmittel des Schulträgers", None),
    ("Förderverein", None),
)

# State, word, English word, colour; the first of each state is the usual one.
DEVICE_STATUSES = (
    ("in_service", "in Betrieb", "in service", "success"),
    ("in_storage", "im Lager", "in storage", "neutral"),
    ("in_storage", "Ersatzgerät", "spare", "info"),
    ("in_repair", "in Reparatur", "in repair", "warning"),
    ("in_repair", "beim Hersteller", "at the manufacturer", "warning"),
    ("lent", "verliehen", "lent", "info"),
    ("missing", "vermisst", "missing", "danger"),
    ("missing", "gestohlen gemeldet", "reported stolen", "danger"),
    ("retired", "ausgemustert", "retired", "neutral"),
    ("retired", "verkauft", "sold", "neutral"),
)
