"""What each operation's body asks for, for the forms of the pages: what must be given, how long, which choices."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ops.clients.documents import Document, Json, operations, resolved
from ops.clients.types import kinds_of

BY_FORMAT = {
    "date": "date",
    "date-time": "datetime",
    "uuid": "id",
    "email": "email",
    "decimal": "decimal",
    "binary": "file",
}
BY_TYPE = {"string": "text", "integer": "number", "number": "decimal", "boolean": "boolean", "array": "list"}
LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "minimum",
    "maximum": "maximum",
    "minItems": "min_items",
    "maxItems": "max_items",
    "pattern": "pattern",
}


def forms_file(documents: Mapping[str, Document]) -> str:
    """The forms as a file: ``service.operation`` -> its fields, as ``gateway.clients.forms`` reads them."""
    forms = {
        f"{service}.{operation.name}": form_fields(document, operation.body)
        for service, document in documents.items()
        for operation in operations(service, document)
        if operation.body
    }
    told = ",\n".join(_told(name, fields) for name, fields in sorted(forms.items()))
    return f'{{"written_by": "python -m ops clients", "forms": {{\n{told}\n}}}}\n'


def _told(name: str, fields: list[dict[str, Any]]) -> str:
    """One form, a field a line."""
    lines = ",\n".join(f"  {json.dumps(field, ensure_ascii=False)}" for field in fields)
    return f"{json.dumps(name)}: [\n{lines}\n]"


def form_fields(document: Document, body: Json) -> list[dict[str, Any]]:
    """The fields of a body, in its order."""
    schema = resolved(document, body)
    required = schema.get("required", [])
    return [
        {"name": name, **_field(part), **({"required": True} if name in required else {})}
        for name, part in schema["properties"].items()
    ]


def _field(schema: Json) -> dict[str, Any]:
    field: dict[str, Any] = {"kind": _kind(schema)}
    choices = schema.get("items", schema).get("enum", ())
    if choices:
        field["choices"] = [choice for choice in choices if choice is not None]
    if "null" in kinds_of(schema) or None in choices:
        field["nullable"] = True
    limits = {ours: schema[theirs] for theirs, ours in LIMITS.items() if theirs in schema}
    return field | {name: limit for name, limit in limits.items() if limit or name == "minimum"}


def _kind(schema: Json) -> str:
    if "enum" in schema:
        return "choice"
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    return next((BY_TYPE[kind] for kind in kinds_of(schema) if kind in BY_TYPE), "object")
