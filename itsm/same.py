"""When two names or numbers are the same, and in what order people count them.

One idea for the database's promises, forms, search and imports: capitals, blanks, the kind of a
hyphen, signs nobody sees and the way an umlaut is put together make no difference. A `KeyField`
keeps the answer beside the text, so that both databases can hold it unique and find by it.
"""

import re
import unicodedata
from itertools import islice

from django.db import connection, models
from django.db.models import Q, Value

HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
DIGITS = re.compile(r"[0-9]+")
# Put behind the key of a row that was a double before keys were unique; no key holds a line break.
DOUBLE = "\n"
LONGEST_ORDER = 400


def visible(text) -> str:
    """The text as people see it: blanks made one, umlauts put together, unseen signs gone."""
    composed = unicodedata.normalize("NFC", " ".join(str(text).split()))
    return " ".join("".join(sign for sign in composed if _is_seen(sign)).split())


def _is_seen(sign):
    return unicodedata.category(sign) not in ("Cc", "Cf") and not "\ufe00" <= sign <= "\ufe0f"


def name_key(text) -> str:
    """Two names with the same key are one name: "raum  204" is "Raum 204"."""
    return unicodedata.normalize("NFC", visible(text).translate(HYPHENS).casefold())


def number_key(text) -> str:
    """The same for inventory numbers, which are read without their blanks."""
    return name_key(text).replace(" ", "")


def serial_key(text) -> str:
    """The same for serial numbers, which are also printed with hyphens and without."""
    return number_key(text).replace("-", "")


def order_key(text) -> str:
    """Sorted by this, Raum 2 comes before Raum 10, and Ä beside A."""
    plain = unicodedata.normalize("NFKD", name_key(text))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return DIGITS.sub(lambda number: number[0].zfill(10), letters)[:LONGEST_ORDER]


class KeyField(models.CharField):
    """The key of another column (or of several), written whenever the row is saved.

    `of` names the columns, `key` makes the key of their text, `within` names what has to be equal
    besides for two rows to be the same. A double from before stays one until its text changes.
    """

    def __init__(self, *args, of, key, within=(), **kwargs):
        self.of, self.key, self.within = of, key, tuple(within)
        kwargs = {"max_length": 400, "editable": False, "blank": True, "default": ""} | kwargs
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """As a migration writes it down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "key": self.key, "within": self.within}

    def pre_save(self, model_instance, add):
        """The key that belongs to the text as it is now."""
        key, kept = self.key_of(model_instance), getattr(model_instance, self.attname)
        if kept != key and not (key and kept.startswith(key + DOUBLE)):
            setattr(model_instance, self.attname, key)
        return getattr(model_instance, self.attname)

    def key_of(self, thing) -> str:
        """The key of this row's text."""
        return "|".join(self.key(getattr(thing, name)) for name in self.columns)

    @property
    def columns(self) -> tuple:
        """The columns this is the key of."""
        return (self.of,) if isinstance(self.of, str) else tuple(self.of)

    def twins(self, thing, within=True):
        """Other rows that are the same as this one; none where it says nothing."""
        key, rows = self.key_of(thing), type(thing)._default_manager.exclude(pk=thing.pk)
        if not key.strip("|"):
            return rows.none()
        within = {name: getattr(thing, name) for name in self.within if within}
        double = Q(**{f"{self.name}__startswith": key + DOUBLE})
        return rows.filter(Q(**{self.name: key}) | double, **within)


def keys_of(model) -> list[KeyField]:
    """The keys a model keeps."""
    return [field for field in model._meta.fields if isinstance(field, KeyField)]


def keys_for(thing, changed) -> dict:
    """The keys that go with these changed columns, as an update writes them."""
    return {
        field.name: field.pre_save(thing, False)
        for field in keys_of(type(thing))
        if set(field.columns) & set(changed)
    }


def twin_of(thing, changed=None):
    """Another row that is the same as this one by a key that has to be unique, or None.

    `changed` names the columns somebody changes; a double from before may be edited otherwise.
    """
    for field in promised_keys(type(thing)):
        touched = changed is None or set(field.columns + field.within) & set(changed)
        if touched and (twin := field.twins(thing).first()):
            return twin
    return None


def promised_keys(model) -> list[KeyField]:
    """The keys that tell whether two rows are the same; the others only sort."""
    return [field for field in keys_of(model) if field.key is not order_key]


def fill_keys(model):
    """Write the keys of all rows, for a migration; of rows that are the same, the first one has
    the key itself and the others a mark behind it."""
    fields, taken = keys_of(model), set()
    names = ", ".join(f"{connection.ops.quote_name(f.column)} = %s" for f in fields)
    table, pk = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
    statement = f"UPDATE {table} SET {names} WHERE {pk} = %s"  # noqa: S608 - names of columns
    with connection.cursor() as cursor:
        for rows in _by_thousands(model.objects.order_by("pk").iterator(chunk_size=1000)):
            cursor.executemany(statement, [[*_marked(row, fields, taken), row.pk] for row in rows])


def _by_thousands(rows):
    while batch := list(islice(rows, 1000)):
        yield batch


def _marked(row, fields, taken):
    for field in fields:
        key = field.key_of(row)
        mine = field.name, key, *(getattr(row, f"{name}_id", None) for name in field.within)
        if field in promised_keys(type(row)) and key and mine in taken:
            key = f"{key}{DOUBLE}{row.pk}"
        taken.add(mine)
        yield key


def doubles_of(model) -> list[list]:
    """Rows that are the same, from before their keys were unique: lists of two and more."""
    return [rows for field in promised_keys(model) for rows in _doubles_by(model, field)]


def marked(model):
    """Rows that were the same as an earlier one when keys came, and still are."""
    fields = promised_keys(model)
    doubles = Q(*[(f"{f.name}__contains", DOUBLE) for f in fields], _connector=Q.OR)
    return model._default_manager.filter(doubles) if fields else model._default_manager.none()


def models_with_doubles(models) -> set:
    """Those of these models that have any, in one query: where there are none, nobody looks on."""
    marked = [
        model._default_manager.filter(**{f"{field.name}__contains": DOUBLE})
        .order_by()
        .values_list(Value(place))
        .distinct()
        for place, model in enumerate(models)
        for field in promised_keys(model)
    ]
    return {models[place] for (place,) in marked[0].union(*marked[1:])}


def _doubles_by(model, field):
    marked = model._default_manager.filter(**{f"{field.name}__contains": DOUBLE})
    seen = set()
    for row in marked.order_by("pk"):
        mine = field.key_of(row), *(getattr(row, f"{name}_id") for name in field.within)
        rows = [] if mine in seen else [row, *field.twins(row).order_by("pk")]
        seen.add(mine)
        if len(rows) > 1:
            yield sorted(rows, key=lambda one: one.pk)
