"""Words that stand for nothing: what people and programs write into a cell they know nothing for.

"k.A." twice is two devices without a serial number, not one device; "-" is no school.
"""

import re

from itsm.same import visible


def _words(text):
    return frozenset(text.split("|"))


# Whatever the column. Written as `_plain` leaves them.
ANYWHERE = _words(
    "k.a|k. a|k.a.|keine angabe|keine angaben|ohne angabe|nicht angegeben|nicht bekannt|unbekannt|"
    "nicht verfügbar|nicht vorhanden|nicht zutreffend|entfällt|n/a|n.a|n. a|n.v|n. v|n.b|n. b|not available|"
    "not applicable|not specified|not set|unknown|unspecified|undefined|none|null|nil|nan|(leer)|leer|(blank)|"
    "blank|(none)|<none>|<null>|<leer>|empty|tbd|t.b.d|to be filled by o.e.m|to be filled by oem|default string|"
    "#n/a|#nv|#ref!|#bezug!|#value!|#wert!|#name?|#div/0!|#null!|#num!|#zahl!|#leer!|#getting_data|#spill!|"
    "#überlauf!|#calc!|#field!|#feld!|#blocked!|#unknown!|#connect!"
)
# Where a name is asked for: no school, room, maker or kind is called so.
NAMES = _words("ohne|kein|keine|keiner|keins|fehlt|x|xx|xxx|offen|noch offen")
# Where a number of one's own is asked for.
NUMBERS = NAMES | _words(
    "ka|na|vorhanden|ja|nein|nicht lesbar|unlesbar|unleserlich|nicht ablesbar|siehe aufkleber|s. aufkleber|"
    "siehe gerät|s. gerät|siehe etikett|siehe rückseite|siehe foto|siehe rechnung|siehe oben|s.o|ohne sn|"
    "ohne s/n|ohne nr|ohne nummer|ohne seriennummer|ohne inventarnummer|o. nr|o.nr|o. sn|o.sn|o.s.n|keine sn|"
    "keine nr|keine nummer|keine seriennummer|keine inventarnummer|kein aufkleber|kein etikett|abgekratzt|folgt|"
    "wird nachgetragen|wird nachgereicht|noch nicht vergeben|in kürze|no serial|no serial number|no sn|"
    "no asset tag|missing|not readable"
)
# What makers leave in a serial number that nobody filled in.
SERIALS = NUMBERS | _words(
    "0|1|o.e.m|oem|test|invalid|system serial number|serial number|chassis serial number|seriennummer|"
    "0123456789|123456789|1234567890|12345678|1234567|123456"
)
# Days that programs write for no day.
DAYS = NAMES | _words(
    "0|ka|na|nein|0000-00-00|0000-00-00 00:00:00|00.00.0000|00.00.00|00/00/0000|0/0/0000|0.1.1900|00.01.1900|"
    "00.01.00|1/0/1900|1900-01-00|01.01.1900|1.1.1900|1900-01-01|1/1/1900|01/01/1900|30.12.1899|1899-12-30|"
    "1899-12-31|01.01.1970|1970-01-01|1970-01-01 00:00:00|01.01.0001|0001-01-01|0001-01-01t00:00:00z|"
    "31.12.9999|9999-12-31"
)
NOTES = frozenset({"ohne", "kein", "keine"})
BY_FIELD = {
    "serial_number": SERIALS,
    "inventory_number": NUMBERS,
    "order_number": NUMBERS,
    "model_number": NUMBERS,
    "purchased_on": DAYS,
    "warranty_until": DAYS,
    "bound_until": DAYS,
    "price": NAMES | {"ka", "na"},
    "name": frozenset(),
    "notes": NOTES,
    "model_notes": NOTES,
    "state": frozenset(),
    "supplier": NAMES | {"ka", "na"},
    "manufacturer": NAMES | {"ka", "na"},
    "category": NAMES | {"ka", "na"},
    "model": (NAMES - {"x"}) | {"ka", "na"},
    "funding_source": NAMES | {"ka", "na"},
}
ONE_LINE = ("inventory_number", "serial_number", "name", "supplier", "order_number", "mdm_group")
ONE_SIGN = re.compile(r"(.)\1*")
CLOSING = re.compile(r"(?<=\w)[.:;*]+$")


def says_nothing(text: str, field: str = "") -> bool:
    """Whether a text is no value of this column: "k.A.", "-", "#NV", "0000-00-00".

    `field` is the column's name in the program; unnamed ones and those of places are read as
    names, where also two capitals ("KA") may be somebody's short name.
    """
    plain = " ".join(text.casefold().split())
    if not any(map(str.isalnum, plain)):
        return True
    words = {plain, CLOSING.sub("", plain), plain.strip("()[]<>\"'„“”*?!.")}
    return bool(words & (ANYWHERE | BY_FIELD.get(field, NAMES)))


def real_serial(text: str) -> str:
    """The serial number without blanks around it, or "" where it only stands for none."""
    plain = " ".join(text.split())
    nothing = says_nothing(plain, "serial_number") or ONE_SIGN.fullmatch(plain)
    return "" if nothing else plain


def real_number(text: str) -> str:
    """The inventory number without blanks around it, or "" where it only stands for none."""
    plain = " ".join(text.split())
    return "" if says_nothing(plain, "inventory_number") else plain


def tidied(facts: dict) -> dict:
    """Facts about a device as they are kept, whoever brings them, page or program.

    Short texts lose line breaks and signs nobody sees; a number that is none is empty.
    """
    return {name: _tidy(name, value) for name, value in facts.items()}


def _tidy(name, value):
    if name not in ONE_LINE or not isinstance(value, str):
        return value
    text = visible(value)
    return {"serial_number": real_serial, "inventory_number": real_number}.get(name, str)(text)
