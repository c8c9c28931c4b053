"""The year of lending as it is told: who borrowed which case from when to when, and what became of it.

A loan: a key, school and case by number (None: any case), first and last day (days from today),
purpose, the state it is in today, and what else happened.
"""

GOOD = {
    "often": "weekly",
    "used_for": "Recherche, Erklärvideos, Präsentationen",
    "would_buy": "yes",
    "wish": "Bitte auch eine App für Vektorgrafik.",
}
DAILY = {
    "often": "daily",
    "used_for": "Differenzierung in allen Fächern",
    "would_buy": "yes",
    "wish": "Ein zweiter Koffer, wir mussten uns absprechen.",
}
FAIR = {
    "often": "monthly",
    "used_for": "Berufsorientierung",
    "would_buy": "maybe",
    "wish": "Mehr Steckdosen am Koffer.",
}
PLAN = "Schulungsplan"
CONCEPT = "Medienkonzept liegt vor"

YEAR = [
    ("film", 0, 0, -420, -310, "Filmprojekt der 8. Klassen", "closed", {"evaluated": GOOD}),
    ("start", 1, 1, -400, -215, "Einstieg in die Tabletklasse", "closed", {"evaluated": FAIR}),
    ("read", 2, 4, -390, -130, "Leseförderung mit Tablets", "closed", {"evaluated": DAILY}),
    ("code", 1, 5, -380, -230, "Programmieren im Wahlpflichtkurs", "closed", {"evaluated": GOOD}),
    ("math", 0, 6, -350, -190, "Dynamische Geometrie, Jahrgang 9", "closed", {"evaluated": GOOD}),
    (
        "lab",
        1,
        7,
        -330,
        -90,
        "Messwerte im Technikunterricht",
        "closed",
        {
            "broke": {
                "slot": 5,
                "note": "Display gesprungen.",
                "cost": 189,
                "decision": "school",
                "solution": "Display getauscht.",
                "reason": "Das Tablet lag ohne Hülle auf dem Werktisch.",
            }
        },
    ),
    ("music", 2, 3, -260, -60, "Musik machen mit dem Tablet", "closed", {"evaluated": DAILY}),
    (
        "now0",
        0,
        0,
        -60,
        120,
        "Tabletklasse 7b auf Probe",
        "handed_over",
        {
            "then": {
                "fault": {
                    "days": 3,
                    "slot": 4,
                    "tile": "Display gebrochen",
                    "text": "Sprung unten links, schreibt aber noch.",
                }
            }
        },
    ),
    (
        "now1",
        1,
        1,
        -80,
        45,
        "Lernfeld 4: Kundengespräche filmen",
        "handed_over",
        {
            "then": {
                "longer": {
                    "days": 4,
                    "until": 110,
                    "reason": "Die Prüfungsgruppe braucht die Tablets bis zum Halbjahr.",
                }
            }
        },
    ),
    (
        "now2",
        2,
        4,
        -70,
        100,
        "Unterstützte Kommunikation",
        "handed_over",
        {"then": {"swap": {"days": 12, "slot": 3, "note": "lädt nicht mehr"}}},
    ),
    ("late", 1, 6, -150, -6, "Projektwochen Holztechnik", "handed_over", {}),
    (
        "back",
        0,
        2,
        -170,
        -3,
        "Erklärvideos in Naturwissenschaften",
        "returned",
        {
            "missing": [("Stift", 2, 11)],
            "inspected": {
                "days": 1,
                "slot": 4,
                "note": "Display gesprungen, Gehäuse verbogen.",
                "cost": 219,
            },
        },
    ),
    ("soon", 0, 5, 6, 150, "Sprachförderung in Klasse 5", "prepared", {"applied": 24}),
    ("next", 2, 3, 14, 160, "Stop-Motion in der Mittelstufe", "approved", {"applied": 21}),
    ("year", 1, 7, 270, 590, "Tabletklasse im nächsten Schuljahr", "approved", {"applied": 18}),
    ("wait1", 1, 0, 10, 100, "Bewerbungstraining", "waitlisted", {"applied": 16}),
    ("wait2", 2, 0, 12, 90, "Schülerzeitung", "waitlisted", {"applied": 9}),
    ("ask1", 0, None, 30, 180, "Robotik-AG und Informatik 8", "submitted", {"applied": 5}),
    (
        "ask2",
        1,
        None,
        40,
        200,
        "Arbeitsschutz im Schweißkurs filmen",
        "submitted",
        {"applied": 3, "open": (PLAN, CONCEPT)},
    ),
    (
        "no",
        2,
        None,
        20,
        300,
        "Tablets für das Kollegium",
        "refused",
        {"applied": 28, "reason": "Die Koffer sind für den Unterricht mit Klassen gedacht."},
    ),
    ("back_off", 1, None, 15, 60, "Messestand der Schule", "withdrawn", {"applied": 30}),
    ("draft1", 0, None, 60, 240, "Mathematik mit GeoGebra, Jahrgang 10", "draft", {"applied": 2}),
    ("draft2", 2, None, 275, 590, "Lesepaten mit Tablets", "draft", {"applied": 1}),
]
CLASSES = ("7b, 8a und 8c", "BFS Technik 1, FOS 11", "Klassen 3 und 4")
PURPOSES = (
    "Erklärvideos",
    "Recherche und Präsentation",
    "Tabletklasse auf Probe",
    "Förderung in Kleingruppen",
    "Projektwoche",
    "Musik und Podcast",
    "Geometrie und Funktionen",
    "Berufsorientierung",
)

# Lessons booked: weekday (0 is Monday), first and last lesson, what for.
BOOKED = [
    (0, 1, 2, "Deutsch 7b"),
    (1, 3, 4, "Mathematik 7b"),
    (2, 1, 2, "Englisch 8a"),
    (3, 5, 6, "Erdkunde 7b"),
    (4, 2, 2, "Biologie 8c"),
]
# Title, what it is about, days from today, seats, the people of each school.
TRAININGS = [
    (
        "Der Koffer im Unterricht",
        "Auspacken, austeilen, einsammeln: so geht nichts verloren.",
        -35,
        16,
        {0: ("Greta Albers", "Nils Harms"), 1: ("Rieke Dirks",), 2: ("Ida Becker",)},
    ),
    (
        "Erklärvideos mit Klassen",
        "Vom Drehbuch zum Film in zwei Doppelstunden.",
        12,
        12,
        {0: ("Maja Kramer",), 1: ("Lars Eilers",), 2: ("Ida Becker",)},
    ),
]
# School, days ago, title, subject, what worked, apps.
SHARED = [
    (
        0,
        180,
        "Stop-Motion statt Aufsatz",
        "Deutsch, Klasse 8",
        "Vier Kinder je Tablet, drei Rollen, nach zwei Doppelstunden war jeder Film fertig. "
        "Ohne Stativ wackelt es: ein Bücherstapel reicht.",
        "Stop Motion Studio",
    ),
    (
        1,
        95,
        "Kundengespräche filmen und ansehen",
        "BFS Wirtschaft, Lernfeld 4",
        "Die Gruppen sehen sich selbst und verbessern ohne Note. Kopfhörer vorher zählen.",
        "Kamera, Keynote",
    ),
    (
        2,
        40,
        "Lesen mit Ton",
        "Deutsch, Klasse 4",
        "Selbst aufgenommene Bücher werden immer wieder gehört. Zwanzig Minuten am Stück sind genug.",
        "Book Creator",
    ),
]
