"""Fictional names: the authority, its schools, the people, what stands in the rooms."""

AUTHORITY = {
    "name": "Schul-IT",
    "owner": "Landkreis Musterland",
    "phone": "040 66969-110",
    "email": "schul-it@musterland.example",
}
# Name, short name, kind, place, street, domain.
SCHOOLS = [
    ("Gymnasium am Deich", "GAD", "Gymnasium", "Deichhausen", "Am Deich 4", "gad"),
    ("BBS Nord", "BBN", "BBS", "Nordstadt", "Werkstraße 12", "bbs-nord"),
    ("Schule am Moor", "SAM", "Förderschule", "Moorfelde", "Moorweg 1", "schule-am-moor"),
]
# The first schools of a larger authority; further ones are put together from kinds and places.
MORE_SCHOOLS = [
    ("Gesamtschule Sonnental", "GSS", "Gesamtschule"),
    ("Gymnasium Altstadt", "GAL", "Gymnasium"),
    ("BBS Technik", "BBT", "BBS"),
    ("Lindenschule", "LIN", "Förderschule"),
    ("Gymnasium Heidekrug", "GHK", "Gymnasium"),
    ("BBS Gesundheit und Pflege", "BBG", "BBS"),
    ("Schule an der Mühle", "SMU", "Förderschule"),
    ("Gymnasium Kranichsee", "GKS", "Gymnasium"),
    ("Kastanienschule", "KAS", "Förderschule"),
    ("BBS Wirtschaft", "BBW", "BBS"),
    ("Gymnasium Birkenau", "GBI", "Gymnasium"),
    ("Schule Seefelde", "SSF", "Förderschule"),
    ("BBS Süd", "BBS", "BBS"),
    ("Gymnasium Sandhorst", "GSH", "Gymnasium"),
    ("Ahornschule", "AHO", "Förderschule"),
    ("Gymnasium Erlenbek", "GEB", "Gymnasium"),
    ("BBS Fehnkanal", "BBF", "BBS"),
    ("Gymnasium Rosenhagen", "GRH", "Gymnasium"),
    ("Schule Eschenbruch", "SEB", "Förderschule"),
]
KINDS = ("Gymnasium", "BBS", "Förderschule", "Gesamtschule")
PLACES = (
    "Wiesental",
    "Ostermoor",
    "Lindenau",
    "Seefelde",
    "Kranichsee",
    "Eschenbruch",
    "Mühlenau",
    "Sandhorst",
    "Erlenbek",
    "Rosenhagen",
    "Fehnkanal",
    "Buchholt",
    "Weidendamm",
    "Ahornhof",
    "Heidekrug",
    "Sonnental",
    "Altstadt",
    "Birkenau",
    "Torfbrück",
)

# Sign-in name, first and last name, role, index of the school (None: the whole authority).
PEOPLE = [
    ("admin", "Ada", "Reimers", "administrator", None),
    ("technician", "Tom", "Brandt", "technician", None),
    ("technician2", "Mia", "Ott", "technician", None),
    ("lender", "Lena", "Kuhn", "lender", None),
    ("support", "Vera", "Lindner", "support", 0),
    ("teacher", "Anna", "Sommer", "teacher", 0),
    ("head", "Hanna", "Voss", "head", 0),
    ("support2", "Olga", "Petersen", "support", 1),
    ("teacher2", "Jan", "Winter", "teacher", 1),
    ("head2", "Otto", "Behrens", "head", 1),
    ("head3", "Ilse", "Mertens", "head", 2),
    ("teacher3", "Paul", "Herbst", "teacher", 2),
]
SIGN_IN = ("admin", "technician", "lender", "support", "teacher", "head", "support2", "teacher2")
FIRST = (
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Finn",
    "Greta",
    "Hugo",
    "Ida",
    "Jonas",
    "Klara",
    "Lars",
    "Maja",
    "Nils",
    "Oda",
    "Piet",
    "Rieke",
    "Sven",
    "Tjark",
    "Ulla",
    "Wiebke",
)
LAST = (
    "Albers",
    "Becker",
    "Claasen",
    "Dirks",
    "Eilers",
    "Frerichs",
    "Gerdes",
    "Harms",
    "Janssen",
    "Kramer",
    "Lübben",
    "Meinders",
    "Niehaus",
    "Oltmanns",
    "Pauls",
    "Rolfs",
    "Siefken",
    "Tammen",
    "Ubben",
    "Wessels",
    "Ysker",
    "Zimmer",
)

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

# What people write with a report, what staff say, and what helped.
TOLD = (
    "Heute Morgen ging es noch.",
    "Passiert immer in der ersten Stunde.",
    "Bitte vor Donnerstag.",
    "Wir weichen solange in den Nachbarraum aus.",
    "Neustart hat nichts gebracht.",
    "Nach der Pause war es plötzlich so.",
    "Die Klasse wartet.",
    "Eilt nicht.",
)
ANSWERED = (
    "Ich schaue heute noch vorbei.",
    "Bitte einmal neu starten und kurz Bescheid geben.",
    "Ersatz ist bestellt, kommt diese Woche.",
    "Ich komme in der großen Pause.",
)
AT_SCHOOL = (
    "Schlüssel liegt im Sekretariat.",
    "Raum ist nur bis 10 Uhr frei.",
    "Kabel liegt bei mir im Büro.",
)
INSIDE = (
    "Ersatz liegt im Lager.",
    "Beim nächsten Besuch mitnehmen.",
    "Händler angerufen, ruft zurück.",
    "Vermutlich das Netzteil.",
    "Das dritte Gerät aus dieser Lieferung.",
)
HELPED = (
    "Kabel getauscht",
    "Quelle am Gerät umgestellt",
    "Neu gestartet, danach in Ordnung",
    "Treiber neu installiert",
    "Stecker war lose",
    "Auf Werkseinstellung gesetzt",
    "Kennwort zurückgesetzt",
    "Netzwerkdose gepatcht",
    "Toner ersetzt",
    "Ersatzgerät aufgestellt",
    "Update eingespielt",
    "Vor Ort eingewiesen, Gerät ist in Ordnung",
)
NOT_FIXED = ("Ist leider wieder da.", "Geht immer noch nicht.")
