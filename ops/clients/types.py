"""Python's types for JSON schemas."""

from __future__ import annotations

import keyword
from typing import Any

from ops.clients.documents import REFERENCE, Json

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def type_of(schema: Json) -> str:
    """What a value of this schema is as JSON is read: an id or a moment is a text."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "anyOf" in schema:
        return _one_of(type_of(part) for part in schema["anyOf"])
    if "enum" in schema:
        return f"Literal[{', '.join(repr(choice) for choice in schema['enum'])}]"
    return _one_of(_plain(kind, schema) for kind in kinds_of(schema)) or "Any"


def query_type_of(schema: Json) -> str:
    """What is taken for a value in an address: also its text, as the address of a page has it."""
    if schema.get("format") == "uuid":
        return "Id | None"
    return _one_of([*(PLAIN[kind] for kind in kinds_of(schema) if kind != "null"), "str", "None"])


def kinds_of(schema: Json) -> list[str]:
    """The JSON types that a schema allows; none where it allows all."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _plain(kind: str, schema: Json) -> str:
    if kind == "array":
        return f"list[{type_of(schema['items'])}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {type_of(values) if isinstance(values, dict) else 'Any'}]"
    return PLAIN[kind]


def _one_of(types: Any) -> str:
    return " | ".join(dict.fromkeys(types))


def record(name: str, schema: Json, *, sent: bool) -> str:
    """The TypedDict of an object. What is ``sent`` may lack all that the document does not require; an answer has what
    it declares."""
    required = set(schema.get("required", []))
    fields = {
        field: said if not sent or field in required else f"NotRequired[{said}]"
        for field, said in ((field, type_of(part)) for field, part in schema["properties"].items())
    }
    if all(field.isidentifier() and not keyword.iskeyword(field) for field in fields):
        return "\n    ".join([f"class {name}(TypedDict):", *(f"{field}: {said}" for field, said in fields.items())])
    return f"{name} = TypedDict({name!r}, {{{', '.join(f'{field!r}: {said!r}' for field, said in fields.items())}}})"
