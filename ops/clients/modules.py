"""The text of the clients: for each service its records and a function an operation."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ops.clients.documents import Document, Json, Operation, operations, reached, resolved
from ops.clients.types import kinds_of, query_type_of, record, type_of

MADE = "# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again."
EVERY = "every"
"""The module of what all services answer alike, each of itself."""

IMPORTED = {
    "typing": ("Any", "Literal", "NotRequired", "TypedDict"),
    "chassis.client": ("File", "Upload"),
    "gateway.clients": ("Id", "Version", "ask", "ask_public", "fetch", "upload"),
}


def service_modules(documents: Mapping[str, Document]) -> dict[str, str]:
    """Module -> its unformatted text. ValueError when two things of a module would have one name."""
    everywhere = _alike(documents)
    modules = {EVERY: _module("What every service answers of itself.", *everywhere)}
    known = {operation.name for operation in everywhere[1]}
    for service, document in documents.items():
        own = [operation for operation in operations(service, document) if operation.name not in known]
        modules[service] = _module(f"What the {service} service answers, and what it takes.", document, own)
    return {"__init__": f'{MADE}\n"""The services as their documents describe them."""\n', **modules}


def formatted(text: str) -> str:
    """The text as the project's formatter has it."""
    ruff = [sys.executable, "-m", "ruff", "format", "-"]
    return subprocess.run(ruff, input=text, capture_output=True, text=True, check=True).stdout


def _alike(documents: Mapping[str, Document]) -> tuple[Document, list[Operation]]:
    """The operations that every service has alike, but for its own name in the path; and a document to read them by."""
    (first, document), *others = documents.items()
    alike = []
    for operation in operations(first, document):
        needed = reached(document, _schemas([operation]))
        if f"/{first}" in operation.path and all(
            _answers(operation, needed, service, document, other) for service, other in others
        ):
            alike.append(_anybody(operation))
    return document, alike


def _answers(operation: Operation, needed: set[str], service: str, document: Document, other: Document) -> bool:
    """Whether a service has the operation, with the same schemas."""
    ours, theirs = document["components"]["schemas"], other["components"]["schemas"]
    found = any(_anybody(each) == _anybody(operation) for each in operations(service, other))
    return found and all(ours[name] == theirs.get(name) for name in needed)


def _anybody(operation: Operation) -> Operation:
    """The operation with the name of a service left open."""
    path = re.sub(rf"/{operation.service}(?=/|$)", "/{service}", operation.path)
    return replace(operation, service="", path=path)


def _schemas(some: Sequence[Operation]) -> Iterator[Json]:
    return (schema for each in some for schema in (each.body, each.answer) if schema is not None)


def _module(about: str, document: Document, some: Sequence[Operation]) -> str:
    schemas = document["components"]["schemas"]
    sent = reached(document, _schemas([replace(each, answer=None) for each in some if not each.form]))
    answered = reached(document, _schemas([replace(each, body=None) for each in some]))
    if both := sent & answered:
        raise ValueError(f"sent and answered alike, so nobody knows what may be left out: {sorted(both)}")
    names = sorted(sent | answered)
    taken = [*names, *(each.name for each in some), *(name for part in IMPORTED.values() for name in part)]
    if twice := {name for name in taken if taken.count(name) > 1}:
        raise ValueError(f"two things of one name: {sorted(twice)}")
    parts = [record(name, schemas[name], sent=name in sent) for name in names if schemas[name].get("properties")]
    parts += [_function(document, each) for each in some]
    body = "\n\n\n".join(parts)
    return f'{MADE}\n"""{about}"""\n\nfrom __future__ import annotations\n\n{_imports(body)}\n\n{body}\n'


def _imports(body: str) -> str:
    lines = []
    for module, names in IMPORTED.items():
        if used := [name for name in names if re.search(rf"\b{name}\b", body)]:
            lines.append(f"from {module} import {', '.join(used)}" + ("\n" if module == "typing" else ""))
    return "\n".join(lines)


def _function(document: Document, operation: Operation) -> str:
    """One function: the ids of its path, its body or file, then by name what narrows it and what it rests on."""
    first = [*(["service: str"] if not operation.service else []), *(f"{name}: Id" for name in operation.ids)]
    named = [f"{name}: {query_type_of(schema)} = None" for name, schema in operation.query.items()]
    options = []
    if operation.query:
        options.append(f"query={{{', '.join(f'{name!r}: {name}' for name in operation.query)}}}")
    if operation.form and operation.body:
        first.append("file: Upload")
        needed = resolved(document, operation.body).get("required", [])
        named += [
            f"{name}: {type_of(part)}{'' if name in needed else ' | None = None'}"
            for name, part in _beside_file(document, operation.body)
        ]
    elif operation.body:
        first.append(f"body: {type_of(operation.body)}")
        options.append("body=body")
    if operation.versioned:
        named.append("version: Version")
        options.append("version=version")
    if operation.keyed:
        named.append("key: str" if operation.form else 'key: str = ""')
        options.append("key=key")
    takes = ", ".join([*first, *(["*", *named] if named else [])])
    call = _call(document, operation, options)
    answer = "File" if operation.file else type_of(operation.answer) if operation.answer else "None"
    lines = [f"def {operation.name}({takes}) -> {answer}:", *_docstring(operation.description)]
    if operation.file:
        lines.append(f"    return {call}")
    elif operation.answer is None:
        lines.append(f"    {call}")
    else:
        lines += [f"    answered: {answer} = {call}", "    return answered"]
    return "\n".join(lines)


def _call(document: Document, operation: Operation, options: Sequence[str]) -> str:
    """The call of ``gateway.clients`` that does it."""
    service = repr(operation.service) if operation.service else "service"
    path = f"{'f' if '{' in operation.path else ''}{operation.path!r}"
    if operation.file:
        return f"fetch({', '.join([service, path, *options])})"
    if operation.form and operation.body:
        fields = ", ".join(f"{name!r}: {name}" for name, _ in _beside_file(document, operation.body))
        return f"upload({', '.join([service, path, f'{{{fields}}}', 'file', *options])})"
    function = "ask_public" if operation.public else "ask"
    return f"{function}({', '.join([service, repr(operation.method), path, *options])})"


def _beside_file(document: Document, form: Json) -> list[tuple[str, Json]]:
    """The fields of a form but the file: texts."""
    fields = resolved(document, form)["properties"].items()
    beside = [(name, part) for name, part in fields if part.get("format") != "binary"]
    if odd := [name for name, part in beside if kinds_of(part) not in (["string"], []) or name == "file"]:
        raise ValueError(f"a form with a file takes texts only: {odd}")
    return beside


def _docstring(description: str) -> list[str]:
    """The description as a docstring, a paragraph as wide as the project's lines."""
    if not description:
        return []
    text = "\n\n".join(
        textwrap.fill(part, 112, break_long_words=False, break_on_hyphens=False) for part in description.split("\n\n")
    )
    quoted = '"""' + text.replace("\\", "\\\\").replace('"""', "'''") + ('\n"""' if "\n" in text else '"""')
    return textwrap.indent(quoted, "    ").split("\n")
