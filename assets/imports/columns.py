"""What the headings of other programs' exports mean, and which columns are never kept."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

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

# German, English, and what Snipe-IT, Intune, Jamf and our own export write; first wins.
HEADINGS = {
    "inventory_number": "inventarnummer, inventarnr, inventar nr, inventar nummer, inv nr, inv nummer, invnr, "
    "anlagennummer, anlagennr, asset tag, assettag, asset number, inventory number, inventory no, "
    "barcode, barcode 1, barcode1",
    "serial_number": "seriennummer, seriennr, serien nr, serien nummer, fabriknummer, serial number, "
    "serialnumber, serial, serial no, s n, sn",
    "name": "bezeichnung, gerätename, gerätebezeichnung, beschreibung, name, asset name, device name, "
    "description",
    "category": "kategorie, gerätetyp, geräteart, gerätekategorie, typ, art, category, device type, "
    "devicetype, asset type, type",
    "manufacturer": "hersteller, marke, manufacturer, make, brand",
    "model": "modell, modellname, modellbezeichnung, model, model name, asset model",
    "model_number": "modellnummer, modellnr, modell nr, model number, model no",
    "model_notes": "model notes, modellnotiz",
    "school": "schule, schulname, company, school, school name, organisation, organization, mandant, firma",
    "place": "standort, ort, aufstellort, lagerort, location, place, default location",
    "building": "gebäude, haus, trakt, building",
    "floor": "etage, geschoss, stockwerk, stock, ebene, floor, storey",
    "room": "raum, raumnummer, raum nr, raumnr, zimmer, room, room number, room name",
    "state": "zustand, status, state, status label, status name",
    "purchased_on": "anschaffungsdatum, anschaffung, beschaffungsdatum, kaufdatum, gekauft am, gekauft, "
    "purchase date, purchased on, purchased, po date, podate",
    "price": "preis, preis in €, preis in eur, preis €, preis eur, kaufpreis, anschaffungspreis, "
    "anschaffungskosten, anschaffungswert, purchase cost, purchase price, purchaseprice, price, cost, "
    "price in €",
    "supplier": "lieferant, händler, supplier, vendor",
    "order_number": "bestellnummer, bestellnr, auftragsnummer, order number, po number, ponumber",
    "warranty_until": "garantie bis, garantieende, garantie, garantie monate, garantie in monaten, "
    "gewährleistung bis, warranty until, warranty expires, warranty expiration, warrantyexpiration, "
    "warranty months, warranty",
    "funding_source": "förderung, förderprogramm, fördermittel, förderquelle, mittelherkunft, "
    "finanzierung, funding source, funding",
    "bound_until": "zweckbindung bis, zweckbindung, gebunden bis, bindung bis, bound until",
    "notes": "notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, asset notes, "
    "notes, note, comment, comments, remarks",
}
MEANING = {heading: field for field, list in HEADINGS.items() for heading in list.split(", ")}

# What a table lists, and by which of its columns that is known.
DEVICES, MODELS, PLACES = "devices", "models", "places"
NUMBERS = {"inventory_number", "serial_number"}
OF_MODELS = ("model", "manufacturer", "model_number", "model_notes", "category")
OF_PLACES = ("school", "place", "building", "floor", "room")
BOUGHT = {"purchased_on", "price", "supplier", "order_number", "warranty_until", "funding_source"}
ADDRESS = re.compile(r"address|adresse|anschrift|straße|strasse|street|\b(zip|plz|postcode|city)\b")

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
    """Sort a table's headings; of two that mean the same, the first one counts."""
    found = Columns({}, [], [])
    for header in headers:
        plain = plain_words(header)
        field = MEANING.get(plain)
        if field and field not in found.headings:
            found.headings[field] = header
        elif PEOPLE.search(plain):
            found.people.append(header)
        else:
            found.unused.append(header)
    return found


def listed(columns, headers) -> tuple[str, dict[str, str]]:
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
    if named and "place" not in places and any(ADDRESS.search(plain_words(h)) for h in headers):
        return PLACES, places | {"place": named}
    return (PLACES, places) if places and not named and not models else ("", {})


def plain_words(header) -> str:
    """A heading without capitals and punctuation: "Inventar-Nr." becomes "inventar nr"."""
    return " ".join(re.sub(r"[^\w€]+|_", " ", header.casefold()).split())
