"""All routes of the program, and their addresses filled in with one school's things."""

from dataclasses import dataclass

from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from assets.labels.formats import FORMATS
from itsm.journal.models import Subject
from tests.house.expectations import ADMIN, EXPECTED, OWN, PUBLIC


@dataclass(frozen=True)
class Address:
    """One route with everything it asks for, and who gets through."""

    name: str
    url: str
    may: frozenset | str

    def __str__(self):
        return f"{self.name} {self.url}"


def routes() -> dict[str, list[str]]:
    """Every route by name (a nameless one by its pattern), with what its address asks for."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns, before="", space=""):
    for one in patterns:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            inner = f"{one.namespace}:" if one.namespace else ""
            yield from _walk(one.url_patterns, pattern, space + inner)
        else:
            asked = [*one.pattern.converters, *one.pattern.regex.groupindex]
            yield (space + one.name if one.name else pattern), list(dict.fromkeys(asked))


def patterns_with_words(patterns=None, before=""):
    """Every whole pattern of the URL table, with the names of the words it asks for; numbers that
    are converted are left out."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns_with_words(one.url_patterns, pattern)
        else:
            known = one.pattern.converters
            numbers = {name for name, kind in known.items() if isinstance(kind, IntConverter)}
            yield pattern, sorted({*known, *one.pattern.regex.groupindex} - numbers)


def of_things(things) -> list[Address]:
    """The address of every route that is about a thing, with this school's things."""
    found = []
    for name, asked in routes().items():
        may = EXPECTED.get(name)
        if may in (PUBLIC, OWN, None):
            continue
        steps = may if isinstance(may, dict) else {"": may}
        for step, who in steps.items():
            words = {word: _word(name, word, things, step) for word in asked}
            found.append(Address(name, reverse(name, kwargs=words), frozenset(who)))
    return found


def about_a_thing(address) -> bool:
    """Not only a page of the authority that needs no thing to open."""
    return address.may != frozenset(ADMIN) and any(c.isdigit() for c in address.url)


def _word(name, word, things, step):
    fixed = {
        "format_id": next(iter(FORMATS)),
        "code": things.label.code,
        "number": things.ticket.pk,
        "step": step,
        "decision": step,
        "file": things.device_file.pk,
        "membership": 1,
        "form": "device",
        "format": "csv",
        "owner_type": "ticket",
        "owner_id": 0,
        "kind": "ticket",
        "state": "new",
        "category": things.device.category_id,
        "act": "handover",
        "seat": things.seat.pk,
    }
    if (name, word) == ("tickets:held_file", "file"):
        return things.held_file.pk
    if word == "kind" and name.startswith("loans:"):
        return "contract"
    if word == "number" and name.removeprefix("api-").startswith(
        ("loans", "photos", "papers", "proofs")
    ):
        return things.running.pk
    return _pk(name, things) if word == "pk" else fixed[word]


def _pk(name, things):
    first = name.split(":")[0].removeprefix("api-").split("-")[0]
    by_page = {
        "tickets:file": things.file,
        "tickets:decide": things.held,
        "tickets:held_file": things.held,
        "labels:replace_location": things.room,
        "loans:catalogue_photo": things.catalogue_photo,
        "lending:photo_remove": things.catalogue_photo,
        "lending:entry": things.case.category,
        "lending:stage": things.stage,
        "lending:stage_move": things.stage,
        "lending:accessory": things.pencil,
        "lending:accessory_move": things.pencil,
        "loans:cancel_booking": things.booking,
        "loans:reminder": things.reminder,
        "loans:experience_remove": things.told,
        "loans:training": things.seat.training,
        "loans:training_edit": things.seat.training,
        "loans:attendance": things.seat.training,
        "loans:give_up_seat": things.seat.training,
        "loans:certificate": things.seat.training,
        "loans:decide": things.damage,
        "loans:resolve": things.owed,
        "loans:task": things.task,
        "loans:photo": things.loan_photo,
        "loans:photo_remove": things.loan_photo,
        "loans:paper": things.loan_paper,
        "loans:paper_pdf": things.loan_paper,
    }
    by_kind = {
        "loans": things.proof,
        "lending": things.proof.condition,
        "devices": things.device,
        "cases": things.case,
        "accessory_kinds": things.pencil,
        "labels": things.device,
        "locations": things.room,
        "tickets": things.ticket,
        "imports": things.table,
        "people": things.reporter,
        "schools": things.school,
        "settings": things.school,
        "categories": things.device.category,
        "models": things.device.model,
        "tiles": things.ticket.tile,
        "photos": things.loan_photo,
        "papers": things.loan_paper,
        "proofs": things.proof,
        "manufacturers": things.device.model.manufacturer,
    }
    if first == "events":
        told = Subject.objects.about(things.ticket).filter(visibility="reporter")
        return told.first().event_id
    return by_page.get(name, by_kind.get(first)).pk
