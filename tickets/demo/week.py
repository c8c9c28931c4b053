"""The faults of this week, and the two times before that Raum 204 had no picture.

A story: what it is about (a key of things.py, or a room of a school), the tile, and its steps as
(verb, school days ago, time, who, what was said). Whoever has no name did not sign in.
"""

WEEK = [
    (
        "projector",
        "kein Bild",
        [
            ("report", 48, "9:50", "teacher", {}),
            ("take_over", 48, "10:20", "technician2", {}),
            (
                "solve",
                48,
                "11:05",
                "technician2",
                {"solution": "Quelle am Beamer auf HDMI 1 gestellt"},
            ),
        ],
    ),
    (
        "projector",
        "kein Bild",
        [
            ("report", 15, "8:20", None, {"text": "Seit heute Morgen schwarz."}),
            ("join", 15, "9:35", "teacher", {}),
            ("take_over", 15, "9:40", "technician2", {}),
            ("comment", 15, "9:41", "technician2", {"text": "Komme in der großen Pause vorbei."}),
            ("solve", 15, "10:05", "technician2", {"solution": "HDMI-Kabel getauscht"}),
        ],
    ),
    (
        "place1",
        "Programm fehlt",
        [
            (
                "report",
                9,
                "11:15",
                "teacher",
                {"text": "GeoGebra für die Klasse 9b, bitte vor der Arbeit."},
            ),
            ("take_over", 9, "13:00", "technician", {}),
            (
                "wait",
                8,
                "9:00",
                "technician",
                {"waiting_for": "date", "note": "mit dem nächsten Update"},
            ),
        ],
    ),
    (
        "beamer_hall",
        "Lampen-Warnung",
        [
            ("report", 8, "10:30", "head", {"text": "Vor der Elternversammlung wäre gut."}),
            ("take_over", 8, "11:00", "technician", {}),
            (
                "comment",
                8,
                "11:02",
                "technician",
                {
                    "text": "Aus der Lieferung von 2023, Gewährleistung prüfen.",
                    "visibility": "authority",
                },
            ),
            (
                "wait",
                7,
                "12:00",
                "technician",
                {
                    "waiting_for": "company",
                    "note": "Gerät ist bei Medientechnik Nord",
                    "status": "wartet auf Firma",
                },
            ),
        ],
    ),
    (
        "camera101",
        "geht nicht an",
        [
            ("report", 6, "9:10", "teacher2", {}),
            ("take_over", 6, "10:00", "support2", {}),
            (
                "wait",
                2,
                "8:30",
                "support2",
                {
                    "waiting_for": "reporter",
                    "note": "Leuchtet die Anzeige am Netzteil?",
                    "status": "wartet auf Rückmeldung",
                },
            ),
        ],
    ),
    (
        "display112",
        "Fernbedienung fehlt",
        [
            ("report", 5, "12:40", None, {"name": "Kollegium Raum 112"}),
            ("take_over", 5, "14:10", "technician2", {}),
            (
                "wait",
                4,
                "9:20",
                "technician2",
                {"waiting_for": "part", "note": "bestellt", "status": "wartet auf Ersatzteil"},
            ),
        ],
    ),
    (
        "kyocera",
        "druckt nicht",
        [
            ("report", 4, "8:05", "teacher3", {"text": "Zieht kein Papier ein."}),
            ("take_over", 4, "9:00", "technician", {}),
            (
                "comment",
                4,
                "9:02",
                "technician",
                {"text": "Bitte einmal den Toner tauschen, er liegt bei Ihnen."},
            ),
            (
                "wait",
                2,
                "10:00",
                "technician",
                {"waiting_for": "school", "status": "wartet auf Schule"},
            ),
            (
                "comment",
                0,
                "7:48",
                "teacher3",
                {"text": "Der Toner ist da, liegt im Lehrerzimmer."},
            ),
        ],
    ),
    (
        "ipad10",
        "lädt nicht",
        [
            ("report", 4, "10:15", "teacher", {}),
            ("take_over", 4, "11:30", "support", {}),
            ("solve", 3, "9:15", "support", {"solution": "Anderes Ladekabel, lädt wieder"}),
            ("reopen", 2, "12:20", "teacher", {"note": "Heute ist es wieder leer."}),
        ],
    ),
    (
        "ap204",
        "WLAN geht nicht",
        [
            ("report", 3, "11:45", None, {}),
            ("take_over", 3, "12:30", "technician", {}),
            (
                "wait",
                3,
                "12:40",
                "technician",
                {"waiting_for": "part", "note": "Ersatz kommt", "status": "wartet auf Ersatzteil"},
            ),
        ],
    ),
    (
        "board111",
        "Stift oder Touch geht nicht",
        [
            ("report", 3, "9:25", "teacher2", {}),
            ("take_over", 3, "10:10", "support2", {}),
            (
                "comment",
                3,
                "10:40",
                "support2",
                {"text": "Neu gestartet und Kabel geprüft, ohne Erfolg.", "visibility": "school"},
            ),
            ("escalate", 2, "8:15", "support2", {"note": "1st Level ausgeschöpft"}),
        ],
    ),
    (
        "pc_class1",
        "langsam",
        [
            ("report", 3, "8:50", "teacher3", {}),
            ("take_over", 3, "9:30", "technician", {}),
            (
                "solve",
                3,
                "13:30",
                "technician",
                {"solution": "Updates eingespielt, Festplatte war voll"},
            ),
            ("confirm", 2, "8:00", "teacher3", {}),
        ],
    ),
    (
        "ipad9",
        "App fehlt",
        [
            ("report", 2, "9:30", "teacher", {"text": "Stop Motion für den Kunstunterricht"}),
            ("withdraw", 2, "9:45", "teacher", {}),
        ],
    ),
    (
        "printer0",
        "Toner leer",
        [
            ("report", 2, "10:05", None, {}),
            ("take_over", 2, "10:30", "support", {}),
            (
                "solve",
                2,
                "10:45",
                "support",
                {"solution": "Toner getauscht, noch zwei im Schrank"},
            ),
        ],
    ),
    (
        "notebook1",
        "langsam",
        [
            (
                "report",
                2,
                "13:10",
                None,
                {"name": "J. Winter", "email": "teacher2@musterland.example"},
            ),
            ("take_over", 1, "8:10", "technician2", {}),
        ],
    ),
    (
        ("Lehrerzimmer", 0),
        "Passwort für IServ vergessen",
        [
            ("report", 1, "7:40", "teacher", {"answer": "Für mich selbst"}),
            ("take_over", 1, "7:50", "support", {}),
            ("solve", 1, "7:55", "support", {"solution": "Kennwort zurückgesetzt"}),
            ("confirm", 1, "8:05", "teacher", {}),
        ],
    ),
    (
        ("Sekretariat", 1),
        "Phishing-Mail angeklickt",
        [
            (
                "report",
                1,
                "11:20",
                "teacher2",
                {"text": "Absender sah aus wie die Schulleitung."},
            ),
            ("take_over", 1, "11:24", "technician", {}),
            (
                "comment",
                1,
                "11:30",
                "technician",
                {"text": "Bitte das Kennwort sofort am Handy ändern."},
            ),
        ],
    ),
    (
        "board205",
        "kein Ton",
        [
            ("report", 1, "13:20", "teacher", {"text": "Bei Videos kommt nichts."}),
        ],
    ),
    (
        "place7",
        "Anmeldung geht nicht",
        [
            ("report", 1, "9:15", "support2", {"text": "Platz 7, auch mit anderem Konto."}),
            ("assign", 1, "10:05", "technician2", {"to": "technician"}),
            (
                "comment",
                1,
                "14:30",
                "technician",
                {
                    "text": "Rechner ist aus der Domäne gefallen, morgen neu aufnehmen.",
                    "visibility": "authority",
                },
            ),
        ],
    ),
    (
        "ap_new",
        "WLAN geht nicht",
        [
            ("report", 0, "7:35", "teacher2", {"text": "Im ganzen Neubau."}),
            ("join", 0, "7:38", None, {}),
            ("join", 0, "7:41", None, {}),
            ("join", 0, "7:50", "support2", {}),
            ("join", 0, "8:02", None, {}),
            ("join", 0, "8:15", None, {}),
            ("take_over", 0, "8:40", "technician2", {}),
        ],
    ),
    (
        "case3",
        "Koffer lädt nicht",
        [
            ("report", 0, "7:55", "teacher", {}),
        ],
    ),
    (
        "projector",
        "kein Bild",
        [
            ("report", 0, "8:12", "teacher", {"text": "Die Klasse wartet."}),
            ("join", 0, "8:16", None, {}),
            ("take_over", 0, "8:24", "technician", {}),
            (
                "comment",
                0,
                "8:25",
                "technician",
                {"text": "Bin um halb zehn da und bringe ein Ersatzgerät mit."},
            ),
            (
                "comment",
                0,
                "8:26",
                "technician",
                {
                    "text": "Zum dritten Mal in 90 Tagen, Garantie abgelaufen: Tausch vorschlagen.",
                    "visibility": "authority",
                },
            ),
            (
                "comment",
                0,
                "8:31",
                "support",
                {"text": "Raum 205 ist in der 2. Stunde frei.", "visibility": "school"},
            ),
        ],
    ),
    (
        "ipad9",
        "Display gebrochen",
        [
            ("report", 0, "8:31", None, {"text": "Ist vom Tisch gefallen."}),
        ],
    ),
]
