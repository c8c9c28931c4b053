"""The devices the story speaks of by name."""

from typing import NamedTuple

PROJECTOR = "GAD-00417"


class Thing(NamedTuple):
    """What it is called in the story, where it stands, and since when (days ago)."""

    key: str
    school: int
    room: str
    category: str
    model: str
    number: int
    age: int
    name: str = ""
    serial: str = ""
    state: str = "in_service"


THINGS = [
    Thing("projector", 0, "Raum 204", "Beamer", "EB-992F", 417, 1970, serial="X4AB100417L"),
    Thing("pc204", 0, "Raum 204", "Computer", "OptiPlex 7010", 405, 830, "Lehrer-PC"),
    Thing("camera204", 0, "Raum 204", "Dokumentenkamera", "ELPDC13", 406, 1200),
    Thing("ap204", 0, "Raum 204", "Access Point", "AP-515", 407, 1500),
    Thing("display112", 0, "Raum 112", "Interaktive Tafel", 'Touchscreen 86"', 411, 640),
    Thing("pc112", 0, "Raum 112", "Computer", "OptiPlex 7010", 412, 640, "Lehrer-PC"),
    Thing("board205", 0, "Raum 205", "Interaktive Tafel", 'Flip Pro 75"', 413, 900),
    Thing("beamer_hall", 0, "Aula", "Beamer", "EB-L200F", 414, 1100, state="in_repair"),
    Thing("printer0", 0, "Lehrerzimmer", "Drucker", "HL-L6410DN", 415, 760),
    Thing(
        "case3", 0, "Lehrerzimmer", "Tablet-Koffer", "PARAPROJECT Case N16", 418, 500, "Koffer 3"
    ),
    Thing("ipad9", 0, "Lehrerzimmer", "Tablet", "iPad 9", 419, 500, "iPad 9, Koffer 3, Fach 14"),
    Thing("ipad10", 0, "Lehrerzimmer", "Tablet", "iPad 9", 420, 500, "iPad 10, Koffer 3, Fach 15"),
    Thing("place1", 0, "PC-Raum 1", "Computer", "Esprimo P5011", 421, 1300, "Platz 1"),
    Thing("apn11", 0, "Raum N11", "Access Point", "AP-515", 422, 900, "AP Neubau 1. OG"),
    Thing("ap_new", 1, "Raum 111", "Access Point", "AP-515", 101, 950, "AP Neubau 1. OG"),
    Thing("place7", 1, "PC-Raum 2", "Computer", "OptiPlex 7010", 102, 700, "Platz 7"),
    Thing("place8", 1, "PC-Raum 2", "Computer", "OptiPlex 7010", 103, 700, "Platz 8"),
    Thing("notebook1", 1, "Raum 101", "Notebook", "ThinkPad L14", 104, 420),
    Thing("board111", 1, "Raum 111", "Interaktive Tafel", 'Touchscreen 86"', 105, 610),
    Thing("camera101", 1, "Raum 101", "Dokumentenkamera", "MX-P3", 106, 1000),
    Thing("pc_metal", 1, "Metallwerkstatt", "Computer", "Esprimo P5011", 107, 1250, "CNC-PC"),
    Thing("printer1", 1, "Sekretariat", "Drucker", "ECOSYS M3253", 108, 800),
    Thing("beamer101", 1, "Raum 101", "Beamer", "EB-992F", 109, 1600),
    Thing("kyocera", 2, "Sekretariat", "Drucker", "ECOSYS M3253", 31, 880),
    Thing("pc_class1", 2, "Klasse 1", "Computer", "Esprimo P5011", 32, 1020, "Lehrer-PC"),
    Thing("beamer_class2", 2, "Klasse 2", "Beamer", "EB-992F", 33, 1400),
    Thing("ipad_class3", 2, "Klasse 3", "Tablet", "iPad 10", 34, 300),
    Thing("ap_lab", 2, "Computerraum", "Access Point", "U6 Pro", 35, 560),
    Thing("notebook_sam", 2, "Klasse 1", "Notebook", "ProBook 450 G9", 36, 390),
]
