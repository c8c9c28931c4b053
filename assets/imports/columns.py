"""What the headings of other programs' exports mean, and which columns are never kept."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from itsm.same import visible

LABELS = {
    "inventory_number": _("inventory number"),
    "serial_number": _("serial number"),
    "name": _("description"),
    "category": _("category"),
    "manufacturer": _("manufacturer"),
    "model": _("model"),
    "model_number": _("model number"),
    "model_notes": _("notes about the model"),
    "school": _("school"),
    "place": _("place"),
    "building": _("building"),
    "floor": _("floor"),
    "room": _("room"),
    "state": _("state"),
    "purchased_on": _("purchased on"),
    "price": _("price"),
    "supplier": _("supplier"),
    "order_number": _("order number"),
    "warranty_until": _("warranty until"),
    "funding_source": _("funding source"),
    "bound_until": _("bound until"),
    "notes": _("notes"),
}

# German, English, and what Snipe-IT, Intune, Jamf, Chromebooks and our own export write.
HEADINGS = {
    "inventory_number": "inventarnummer, inventarnr, inventar nr, inventar nummer, inv nr, inv nummer, invnr, "
    "inventarcode, inventar code, inventar id, inventarisierungsnummer, anlagennummer, anlagennr, anlagen nr, "
    "asset tag, assettag, asset number, asset id, annotatedassetid, annotated asset id, inventory number, "
    "inventory no, barcode, barcode 1, barcode1",
    "serial_number": "seriennummer, seriennr, serien nr, serien nummer, seriennummer s n, ser nr, sernr, "
    "fabriknummer, service tag, servicetag, serial number, serialnumber, serial, serial no, s n, sn",
    "name": "bezeichnung, gerätename, gerätebezeichnung, beschreibung, name, asset name, device name, "
    "description",
    "category": "kategorie, gerätetyp, geräteart, gerätekategorie, typ, art, category, device type, "
    "devicetype, asset type, type",
    "manufacturer": "hersteller, marke, hersteller marke, fabrikat, manufacturer, make, brand",
    "model": "modell, modellname, modellbezeichnung, modell typ, typ modell, model, model name, asset model",
    "model_number": "modellnummer, modellnr, modell nr, model number, model no",
    "model_notes": "model notes, modellnotiz",
    "school": "schule, schulname, name der schule, bezeichnung der schule, school, school name",
    "place": "standort, aufstellort, lagerort, location, place, default location, annotatedlocation, "
    "annotated location",
    "building": "gebäude, haus, trakt, gebäudeteil, building",
    "floor": "etage, geschoss, geschoß, stockwerk, stock, ebene, floor, storey",
    "room": "raum, raumnummer, raum nr, raumnr, raumname, raumbezeichnung, zimmer, zimmernummer, zimmer nr, "
    "klassenraum, room, room number, room name",
    "state": "zustand, status, state, status label, status name",
    "purchased_on": "anschaffungsdatum, anschaffung, anschaffungsjahr, beschaffungsdatum, beschafft am, "
    "kaufdatum, kaufjahr, gekauft am, gekauft, purchase date, purchased on, purchased, po date, podate",
    "price": "preis, preis in €, preis in eur, preis €, preis eur, preis brutto, kaufpreis, einkaufspreis, "
    "anschaffungspreis, anschaffungskosten, anschaffungswert, purchase cost, purchase price, purchaseprice, "
    "price, cost, price in €",
    "supplier": "lieferant, händler, lieferfirma, supplier, vendor",
    "order_number": "bestellnummer, bestellnr, bestell nr, auftragsnummer, order number, po number, ponumber",
    "warranty_until": "garantie bis, garantieende, garantieablauf, garantie, garantie monate, "
    "garantie in monaten, gewährleistung bis, gewährleistung, warranty until, warranty expires, "
    "warranty expiration, warrantyexpiration, warranty months, warranty",
    "funding_source": "geldquelle, förderung, förderprogramm, fördermittel, förderquelle, mittelherkunft, "
    "finanzierung, funding source, funding",
    "bound_until": "zweckbindung bis, zweckbindung, gebunden bis, bindung bis, bound until",
    "notes": "notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, asset notes, "
    "annotatednotes, annotated notes, notes, note, comment, comments, remarks",
}
# Words that mean this only where no column says it better: in German lists a "Firma" is who sold
# or built it, in Snipe-IT's a "Company" is whose it is.
PERHAPS = {
    "name": "gerät, geräte, gegenstand, artikel, artikelbezeichnung, produkt, produktname, item, item name",
    "inventory_number": "gerätenummer, gerätenr, geräte nr, geräte id",
    "school": "company, organisation, organization, mandant, einrichtung",
    "place": "ort",
    "supplier": "firma",
}


def _by_word(headings):
    return {word: field for field, words in headings.items() for word in words.split(", ")}


MEANING, MAYBE = _by_word(HEADINGS), _by_word(PERHAPS)

# What a table lists, and by which of its columns that is known.
DEVICES, MODELS, PLACES, SCHOOLS = "devices", "models", "places", "schools"
NUMBERS = {"inventory_number", "serial_number"}
OF_MODELS = ("model", "manufacturer", "model_number", "model_notes", "category")
OF_PLACES = ("school", "place", "building", "floor", "room")
BOUGHT = {"purchased_on", "price", "supplier", "order_number", "warranty_until", "funding_source"}
ADDRESS = re.compile(
    r"address|adresse|anschrift|straße|strasse|street|\b(zip|plz|postleitzahl|postcode|city)\b"
)
# What only a list of schools says of them.
OF_SCHOOLS = re.compile(
    rf"{ADDRESS.pattern}|schulform|schulart|schultyp|schulort|schulleit|school type|schul ?n(umme)?r"
    r"|\b(tel|telefon|fax|phone|homepage|website)\b"
)
CALLED_SCHOOL = re.compile(
    r"schul|school|gymnasium|kolleg|lyzeum|\b(bbs|igs|kgs|gs|obs)\b|förderzentrum", re.IGNORECASE
)
# A list of people names their schools and rooms, and much else that is no device.
OF_PEOPLE = re.compile(r"vorname|nachname|(first|last|full|user) ?name")
# Columns that say nothing of devices in a list of rooms: a running number, how large it is.
OF_ROOMS = re.compile(
    r"(lfd |laufende )?(nr|nummer|id)|#|.*(fläche|größe|plätze|qm|m2|nutzung|raumart|kapazität|capacity|area).*"
)

PEOPLE = re.compile(
    r"\bchecked out to (?!location)|user|upn\b|benutzer|nutzer|besitz|owners?\b|ausgegeben|ausgelieh|entleih|ausleih"
    r"|assigned|zugewiesen|verantwort|ansprech|lehrkraft|lehrer|schüler|person|mitarbeiter|employee"
    r"|vorname|nachname|(first|last|full) ?name|e ?mail|manager|contact|kontakt|telefon|phone|position"
)


class Columns(NamedTuple):
    """Which heading means what; which were left out as people's, which were not understood."""

    headings: dict[str, str]
    people: list[str]
    unused: list[str]


def understand(headers) -> Columns:
    """Sort a table's headings; of two that mean the same, the plainer and then the first counts."""
    plain = {header: plain_words(header) for header in headers}
    meanings, town = {}, any(ADDRESS.search(words) for words in plain.values())
    for known in (MEANING, MAYBE):
        for header, words in plain.items():
            field = known.get(words)
            if field and field not in meanings.values() and not (town and words == "ort"):
                meanings.setdefault(header, field)
    found = Columns({}, [], [])
    for header, words in plain.items():
        if header in meanings:
            found.headings[meanings[header]] = header
        else:
            (found.people if PEOPLE.search(words) else found.unused).append(header)
    return found


def is_heading(text) -> bool:
    """Whether this text, in a cell, is what people write above a column."""
    words = plain_words(text)
    return words in MEANING or words in MAYBE


def listed(columns, table) -> tuple[str, dict[str, str]]:
    """What the table lists, and the columns that count then; ("", {}) where nobody can tell.

    Devices have numbers. Without any, it may be a list of models, or of places and schools.
    """
    found, named = columns.headings, columns.headings.get("name")
    if NUMBERS & found.keys():
        return DEVICES, found
    models = {field: found[field] for field in OF_MODELS if field in found}
    places = {field: found[field] for field in OF_PLACES if field in found}
    if BOUGHT & found.keys() or (models and places):
        return "", {}
    if models.keys() - {"model"} and (model := models.get("model", named)):
        return MODELS, models | {"model": model}
    people = any(OF_PEOPLE.search(plain_words(header)) for header in columns.people)
    if not people and _lists_schools(found, table):
        return SCHOOLS, {}
    if named and "place" not in places and any(map(_is_address, table.headers)):
        return PLACES, places | {"place": named}
    rest = [header for header in columns.unused if not OF_ROOMS.fullmatch(plain_words(header))]
    if not places or named or models or (rest and not people):
        return "", {}
    return PLACES, places


def _lists_schools(found, table):
    """Schools with what only they have; schools with their buildings and rooms are places."""
    facts = sum(bool(OF_SCHOOLS.search(plain_words(header))) for header in table.headers)
    if not facts or {"building", "floor", "room"} & found.keys():
        return False
    if "school" in found:
        return True
    names = list(filter(None, table.column(found["name"]))) if "name" in found else []
    return bool(names) and sum(bool(CALLED_SCHOOL.search(n)) for n in names) * 2 > len(names)


def _is_address(header):
    return bool(ADDRESS.search(plain_words(header)))


def plain_words(header) -> str:
    """A heading without capitals and punctuation: "Inventar-Nr." becomes "inventar nr"."""
    return " ".join(re.sub(r"[^\w€#]+|_", " ", visible(header).casefold()).split())
