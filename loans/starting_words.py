"""The words of reminders a school authority starts with; loan managers change them on a page."""

SOON = """Guten Tag {responsible},

der Koffer „{case}“ ist bis zum {until} an die Schule {school} verliehen. Wenn Sie ihn länger brauchen, bitten Sie bitte jetzt um Verlängerung: Dann können wir noch planen.
"""
NEXT_WEEK = """Guten Tag {responsible},

der Koffer „{case}“ kommt am {until} zurück. Bitte prüfen Sie, ob alle Tablets, Stifte und Netzteile da sind, und setzen Sie die Tablets zurück.
"""
TODAY = """Guten Tag {responsible},

heute ist der letzte Tag der Ausleihe von {case}. Bitte sprechen Sie die Rückgabe mit uns ab.
"""
OVERDUE = """Guten Tag {responsible},

der Koffer „{case}“ sollte am {until} zurück sein. Die nächste Schule wartet darauf. Bitte melden Sie sich heute.
"""
HEAD_OVERDUE = """Guten Tag,

der Koffer „{case}“, verliehen an die Schule {school}, sollte am {until} zurück sein. Verantwortlich ist {responsible}. Wir haben bereits erinnert und bitten Sie um Unterstützung.
"""
WE_OVERDUE = """Ausleihe {number}: {case} ist seit dem {until} überfällig ({school}, {responsible}).
"""
# Days from the last day, to whom, subject, text.
REMINDERS = (
    (-60, "responsible", "Ihr {case}: verlängern oder zurückgeben?", SOON),
    (-30, "responsible", "Noch 30 Tage: {case}", SOON),
    (-7, "responsible", "Nächste Woche kommt der Koffer „{case}“ zurück", NEXT_WEEK),
    (0, "responsible", "Heute kommt der Koffer „{case}“ zurück", TODAY),
    (7, "responsible", "Überfällig: {case}", OVERDUE),
    (7, "head", "Überfällig: {case}", HEAD_OVERDUE),
    (14, "head", "Seit zwei Wochen überfällig: {case}", HEAD_OVERDUE),
    (14, "authority", "Überfällig: {case} an {school}", WE_OVERDUE),
)
