"""What the services' OpenAPI documents say, as the writing of clients needs it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from contracts.services import SERVICES
from ops.keys import ensure_keys

Document = dict[str, Any]
Json = dict[str, Any]
REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Operation:
    """One route with one method. ``path`` holds its parameters in braces. ``body`` and ``answer`` are JSON schemas,
    None where there is none; ``file``: the answer is a file; ``form``: the body is sent as a form with a file in it.
    ``versioned`` and ``keyed``: it reads If-Match, Idempotency-Key; ``public``: it needs nobody signed in."""

    service: str
    name: str
    description: str
    method: str
    path: str
    ids: tuple[str, ...]
    query: Mapping[str, Json]
    body: Json | None
    form: bool
    answer: Json | None
    file: bool
    versioned: bool
    keyed: bool
    public: bool


def read_documents() -> dict[str, Document]:
    """Every service's document: its app is made with keys of a moment, and neither database nor Redis is asked."""
    documents = {}
    with TemporaryDirectory() as folder:
        signing, public, factor = (Path(folder) / name for name in ("signing.json", "public.json", "factor.key"))
        ensure_keys(signing, public, factor)
        for service in SERVICES:
            more = {"auth_signing_keys_file": signing, "auth_factor_key_file": factor} if service == "auth" else {}
            settings = importlib.import_module(f"services.{service}.settings").Settings(
                service_name=service,
                database_url="postgresql://nobody@127.0.0.1:1/none",
                redis_url="redis://127.0.0.1:1/0",
                auth_jwks_file=public,
                log_level="WARNING",
                **more,
            )
            app = importlib.import_module(f"services.{service}.app").create_app(settings)
            documents[service] = app.test_client().get("/openapi.json").get_json()
            app.extensions["engine"].dispose()
    return documents


def operations(service: str, document: Document) -> list[Operation]:
    """The operations of a service, in the order of their paths."""
    return [
        _operation(service, document, method, path, said, item.get("parameters", []))
        for path, item in sorted(document["paths"].items())
        for method, said in sorted(item.items())
        if method != "parameters"
    ]


def _operation(service: str, document: Document, method: str, path: str, said: Json, shared: list[Json]) -> Operation:
    parameters = [*shared, *said.get("parameters", [])]
    headers = {each["name"] for each in parameters if each["in"] == "header"}
    form, body = _only(said.get("requestBody", {}).get("content", {}))
    done = next(answer for status, answer in sorted(said["responses"].items()) if status.startswith("2"))
    kind, answer = _only(done.get("content", {}))
    return Operation(
        service=service,
        name=said["operationId"],
        description=said.get("description", ""),
        method=method.upper(),
        path=path,
        ids=tuple(each["name"] for each in parameters if each["in"] == "path"),
        query={each["name"]: each["schema"] for each in parameters if each["in"] == "query"},
        body=body,
        form=form == "multipart/form-data",
        answer=None if answer is None or not resolved(document, answer).get("properties", answer) else answer,
        file=kind not in {"", "application/json"},
        versioned="If-Match" in headers,
        keyed="Idempotency-Key" in headers,
        public=said.get("security") == [],
    )


def _only(content: Json) -> tuple[str, Json | None]:
    """The type and schema of a content; of several types (one file or another) the first."""
    for kind, said in content.items():
        return kind, said["schema"]
    return "", None


def resolved(document: Document, schema: Json) -> Json:
    """The schema itself where this is a reference to one."""
    name = schema.get("$ref", "").removeprefix(REFERENCE)
    found: Json = document["components"]["schemas"][name] if name else schema
    return found


def reached(document: Document, schemas: Iterator[Json]) -> set[str]:
    """The names of the schemas that these refer to, and that those refer to in turn."""
    names: set[str] = set()
    waiting: list[Any] = list(schemas)
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix(REFERENCE)
            if name and name not in names:
                names.add(name)
                waiting.append(document["components"]["schemas"][name])
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return names
