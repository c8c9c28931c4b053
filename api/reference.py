"""The schema in words, for the page that explains the API."""

from typing import NamedTuple

PREFIX = "/api/v1/"
BY_METHOD = {"get": 0, "post": 1, "patch": 2, "delete": 3}


class Field(NamedTuple):
    """One parameter, or one field of a body or an answer."""

    name: str
    kind: str
    required: bool
    told: str


class Operation(NamedTuple):
    """One thing to ask for or to do."""

    method: str
    path: str
    told: str
    parameters: list
    body: list
    answer: list
    statuses: list
    # Where the same answer was told before.
    like: str = ""


def kinds_of(schema) -> dict[str, str]:
    """The kinds of things there are, each with what it is."""
    lists = {path: told["get"] for path, told in schema["paths"].items() if "{" not in path}
    return {path.split("/")[3]: told["description"] for path, told in sorted(lists.items())}


def operations_of(schema, kind) -> list[Operation]:
    """Everything about one kind: lists first, then single ones, then steps."""
    found = [
        _operation(schema, method, path, told)
        for path, methods in schema["paths"].items()
        if path.startswith(f"{PREFIX}{kind}/")
        for method, told in methods.items()
    ]
    order = sorted(found, key=lambda o: (o.path.count("/"), o.path, BY_METHOD[o.method.lower()]))
    return list(_told_once(order))


def _told_once(operations):
    """The same answer is spelled out once, then only pointed to."""
    first = {}
    for one in operations:
        told = tuple(one.answer)
        if told in first:
            yield one._replace(answer=[], like=first[told])
        else:
            first[told] = f"{one.method} {one.path}"
            yield one


def _operation(schema, method, path, told):
    content = next(iter(told["responses"].values())).get("content", {})
    body = told.get("requestBody", {}).get("content", {})
    return Operation(
        method=method.upper(),
        path=path,
        told=told.get("description", ""),
        parameters=[_parameter(schema, one) for one in told.get("parameters", [])],
        body=_fields(schema, body.get("application/json", {}).get("schema", {})),
        answer=_fields(schema, content.get("application/json", {}).get("schema", {})),
        statuses=list(told["responses"]),
    )


def _parameter(schema, told):
    kind = _kind(schema, told["schema"])
    return Field(told["name"], kind, told.get("required", False), told.get("description", ""))


def _fields(schema, told):
    told = _resolved(schema, told)
    if "results" in told.get("properties", {}):
        told = _resolved(schema, told["properties"]["results"]["items"])
    needed = told.get("required", [])
    return [
        Field(name, _kind(schema, one), name in needed, one.get("description", ""))
        for name, one in told.get("properties", {}).items()
    ]


def _kind(schema, told):
    """A type in a few words: "integer or null", "list of {id, name}", "new | closed"."""
    told, or_null = _resolved(schema, told), " or null" if told.get("nullable") else ""
    if "enum" in told:
        return " | ".join(str(word) for word in told["enum"] if word not in ("", None)) + or_null
    if told.get("type") == "array":
        return "list of " + _kind(schema, told["items"]) + or_null
    if "properties" in told:
        return "{" + ", ".join(told["properties"]) + "}" + or_null
    for word in ("oneOf", "anyOf"):
        if word in told:
            return " or ".join(dict.fromkeys(_kind(schema, one) for one in told[word])) + or_null
    kind = told.get("type") or "anything"
    return (told.get("format", kind) if kind == "string" else kind) + or_null


def _resolved(schema, told):
    """What a reference stands for; what is said beside it stays."""
    beside = {name: value for name, value in told.items() if name not in ("$ref", "allOf")}
    for one in told.get("allOf", [told] if "$ref" in told else []):
        name = one.get("$ref", "").rpartition("/")[2]
        beside = schema["components"]["schemas"].get(name, one) | beside
    return beside
