"""What stands in the rooms, who sells it, and who repairs it."""

# Category: models as (maker, name, number, price, months of warranty).
MODELS = {
    "Beamer": [
        ("Epson", "EB-992F", "V11H988040", 1249, 60),
        ("Epson", "EB-L200F", "V11H990040", 1899, 60),
    ],
    "Interaktive Tafel": [
        ("Prowise", 'Touchscreen 86"', "PW-86", 3190, 60),
        ("Samsung", 'Flip Pro 75"', "WM75B", 2890, 36),
    ],
    "Computer": [
        ("Dell", "OptiPlex 7010", "7010-MFF", 729, 36),
        ("Fujitsu", "Esprimo P5011", "P5011", 689, 36),
    ],
    "Notebook": [
        ("Lenovo", "ThinkPad L14", "21H1", 899, 36),
        ("HP", "ProBook 450 G9", "6F1E5EA", 849, 36),
    ],
    "Tablet": [("Apple", "iPad 9", "A2602", 379, 24), ("Apple", "iPad 10", "A2696", 449, 24)],
    "Tablet-Koffer": [
        ("Parat", "PARAPROJECT Case N16", "N16", 1290, 24),
        ("Parat", "PARAPROJECT Case N20", "N20", 1490, 24),
        ("Parat", "PARAPROJECT Case N30", "N30", 1890, 24),
    ],
    "Drucker": [
        ("Kyocera", "ECOSYS M3253", "M3253IDN", 690, 36),
        ("Brother", "HL-L6410DN", "L6410", 410, 36),
    ],
    "Kopierer": [("Kyocera", "TASKalfa 3253ci", "3253CI", 4190, 60)],
    "Monitor": [("Dell", "P2422H", "P2422H", 189, 36), ("Eizo", "EV2460", "EV2460", 279, 60)],
    "Access Point": [
        ("Aruba", "AP-515", "Q9H63A", 540, 60),
        ("Ubiquiti", "U6 Pro", "U6-PRO", 165, 24),
    ],
    "Switch": [("Aruba", "2930F 24G", "JL259A", 1180, 60)],
    "Server": [("Fujitsu", "Primergy TX1330", "TX1330M5", 2390, 60)],
    "Dokumentenkamera": [
        ("Epson", "ELPDC13", "V12H757040", 379, 36),
        ("Elmo", "MX-P3", "MX-P3", 599, 36),
    ],
    "Lautsprecher": [("JBL", "Control 1 Pro", "C1PRO", 119, 24)],
    "Telefon": [("Snom", "D735", "D735", 149, 24)],
}
# What a room gets, one after the other, until the devices are used up.
KIT = (
    ("Beamer", "Interaktive Tafel"),
    ("Computer",),
    ("Access Point", "Monitor"),
    ("Dokumentenkamera",),
    ("Notebook",),
    ("Tablet", "Notebook"),
    ("Monitor", "Telefon"),
    ("Lautsprecher", "Drucker"),
    ("Tablet",),
    ("Notebook", "Computer"),
    ("Switch", "Drucker", "Kopierer", "Tablet-Koffer", "Computer"),
)
SUPPLIERS = ("Medientechnik Nord", "Bürohaus Seefelde", "Systemhaus Küste", "Technikhandel Weser")
WORKSHOPS = ("Medientechnik Nord", "Service Küste", "Hersteller-Service")
REPAIRED = (
    "Lampe gewechselt",
    "Netzteil getauscht",
    "Mainboard getauscht",
    "gereinigt, läuft wieder",
)
NOTES = (
    "an der Decke, Leiter nötig",
    "Schlüssel im Sekretariat",
    "Kabelkanal links neben der Tafel",
    "hinter der Tafel montiert",
    "steht im Schrank, zweites Fach",
)
