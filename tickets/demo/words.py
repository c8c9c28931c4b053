"""What people write with a report, what staff say, and what helped."""

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
# What is said to the questions that some tiles ask.
ANSWERS = {
    "Welches Programm?": ("GeoGebra", "LibreOffice", "Audacity", "Der Browser"),
    "Welche App?": ("Anton", "Stop Motion Studio", "Book Creator", "GeoGebra"),
    "Was, und wohin?": (
        "Zwei Tische mit Rechnern, in den Nachbarraum",
        "Der Drucker, ins Sekretariat",
    ),
    "Welche Geräte, und wann?": ("Zehn Tablets, nächste Woche", "Drei Notebooks, Donnerstag"),
    "Für wen? Name oder Kürzel": ("Ben A., 7b", "Klara J., 9a", "Für mich selbst"),
    "Was ist wann?": ("Elternabend, Mittwoch um 19 Uhr", "Tag der offenen Tür, Freitag ab 9 Uhr"),
}
SOME_ANSWER = ("Das sage ich am liebsten vor Ort.",)
