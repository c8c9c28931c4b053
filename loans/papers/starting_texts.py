"""The words our papers start with. They are proposals: every authority has them checked and
changes them on a page. German only, because the law they name is."""

CONTRACT = """\
§ 1 Gegenstand
{authority} (Verleiher) überlässt der Schule {school} (Entleiher) den Tablet-Koffer „{case}“ mit \
{devices} Geräten und dem oben aufgeführten Zubehör zur unentgeltlichen Nutzung (Leihe, § 598 BGB). \
Alles bleibt Eigentum des Verleihers. Der Gesamtwert beträgt {value}.

§ 2 Dauer
Die Leihe beginnt am {from} und endet am {until}. Eine Verlängerung ist rechtzeitig zu beantragen \
und wird schriftlich bestätigt.

§ 3 Zweck
Koffer und Geräte dienen allein schulischen Zwecken: {purpose}. Die Weitergabe an Dritte ist nicht \
gestattet.

§ 4 Sorgfalt
Die verantwortliche Person ({responsible}, Vertretung: {deputy}) sorgt dafür, dass der Koffer \
verschlossen aufbewahrt, nur unter Aufsicht genutzt und pfleglich behandelt wird. An den Geräten \
und ihrer zentralen Verwaltung wird nichts verändert.

§ 5 Verlust, Diebstahl, Schaden
Verlust, Diebstahl und Schäden werden dem Verleiher sofort gemeldet, ein Diebstahl außerdem der \
Polizei. Für Schäden durch vertragsgemäßen Gebrauch haftet der Entleiher nicht (§ 602 BGB); über \
andere Schäden entscheidet der Verleiher nach Prüfung und teilt die Entscheidung mit Gründen mit.

§ 6 Rückgabe
Am Ende werden Koffer, Geräte und Zubehör vollständig, gereinigt und ohne persönliche Daten und \
Sperren zurückgegeben. Der Verleiher kann die Leihe vorzeitig beenden, wenn er die Sachen dringend \
selbst braucht oder wenn sie vertragswidrig gebraucht werden (§ 605 BGB).

§ 7 Datenschutz
Personenbezogene Daten auf den Geräten verantwortet die Schule. Die Namen in diesem Vertrag werden \
nur zur Abwicklung der Leihe gespeichert.
"""

ANNEX = """\
Am {today} ersetzt in Fach {slot} („{case}“) {new} das Gerät {old}. Alle übrigen Vereinbarungen des \
Leihvertrags Nr. {number} gelten unverändert weiter. Dieser Nachtrag ist Teil des Vertrags.
"""

RETURN = """\
Die Schule {school} hat „{case}“ am {today} zurückgegeben. Was fehlt, ist oben aufgeführt \
und bleibt bis zur Rückgabe entliehen. Die Geräte werden nun geprüft; werden dabei Schäden \
gefunden, erhält die Schule eine Entscheidung mit Gründen.
"""

DECISION = """\
{today}

Sehr geehrte Damen und Herren,

bei der Rückgabe von „{case}“ wurde am Gerät {device} ein Schaden festgestellt: {damage}

Über die Kosten von {cost} haben wir entschieden: {decision}.

Begründung: {reason}

Bei Fragen nennen Sie bitte die Ausleihe {number}.

Mit freundlichen Grüßen
{authority}
"""

TEXTS = {
    "contract": ("Leihvertrag Nr. {number}: {case}", CONTRACT),
    "annex": ("Nachtrag zum Leihvertrag Nr. {number}", ANNEX),
    "return": ("Rückgabeprotokoll zu Ausleihe Nr. {number}", RETURN),
    "decision": ("Entscheidung über einen Schaden, Ausleihe Nr. {number}", DECISION),
}
