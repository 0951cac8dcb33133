"""One OpenAPI document of the four services', and a page to read and try it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import Client, ServiceError

Document = dict[str, Any]
KEPT_SECONDS = 300.0
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
KINDS = ("schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links")


def merge(documents: Mapping[str, Document], *, title: str) -> Document:
    """One document of several. A component that two of them name alike but mean differently gets the service's name
    in front in both; one that is the same in both is kept once."""
    taken = _same_names(documents)
    merged: Document = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "v1"},
        "servers": [{"url": "/api"}],
        "tags": [],
        "paths": {},
        "components": {},
    }
    for service, original in documents.items():
        renames = {
            (kind, name): f"{service.capitalize()}{name[:1].upper()}{name[1:]}"
            for kind, name in taken
            if name in original.get("components", {}).get(kind, {})
        }
        document = _renamed(copy.deepcopy(original), renames)
        for kind, components in document.get("components", {}).items():
            merged["components"].setdefault(kind, {}).update(
                {renames.get((kind, name), name): component for name, component in components.items()}
            )
        for path, operations in document.get("paths", {}).items():
            for method, operation in operations.items():
                if method in METHODS and "operationId" in operation:
                    operation["operationId"] = f"{service}.{operation['operationId']}"
            merged["paths"].setdefault(path, {}).update(operations)
        known = {tag["name"] for tag in merged["tags"]}
        merged["tags"] += [tag for tag in document.get("tags", []) if tag["name"] not in known]
    merged["paths"] = dict(sorted(merged["paths"].items()))
    return merged


def _same_names(documents: Mapping[str, Document]) -> set[tuple[str, str]]:
    """The (kind, name) of components that differ between documents although they are named alike."""
    first: dict[tuple[str, str], Any] = {}
    differing: set[tuple[str, str]] = set()
    for document in documents.values():
        for kind in KINDS:
            for name, component in document.get("components", {}).get(kind, {}).items():
                if first.setdefault((kind, name), component) != component:
                    differing.add((kind, name))
    return _spread(documents, differing)


def _spread(documents: Mapping[str, Document], differing: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """A component that looks the same everywhere but refers to one that differs, differs too."""
    while True:
        more = set(differing)
        for document in documents.values():
            for kind in KINDS:
                for name, component in document.get("components", {}).get(kind, {}).items():
                    if any(reference in differing for reference in _references(component)):
                        more.add((kind, name))
        if more == differing:
            return differing
        differing = more


def _references(node: Any) -> list[tuple[str, str]]:
    if isinstance(node, list):
        return [reference for part in node for reference in _references(part)]
    if not isinstance(node, dict):
        return []
    found = [reference for part in node.values() for reference in _references(part)]
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith("#/components/"):
        kind, _, name = target.removeprefix("#/components/").partition("/")
        found.append((kind, name))
    return found


def _renamed(node: Any, renames: Mapping[tuple[str, str], str]) -> Any:
    """The node with its references, and the names of its security schemes, changed."""
    if isinstance(node, list):
        return [_renamed(part, renames) for part in node]
    if not isinstance(node, dict):
        return node
    changed = {name: _renamed(part, renames) for name, part in node.items()}
    target = changed.get("$ref")
    if isinstance(target, str) and target.startswith("#/components/"):
        kind, _, name = target.removeprefix("#/components/").partition("/")
        changed["$ref"] = f"#/components/{kind}/{renames.get((kind, name), name)}"
    if isinstance(changed.get("security"), list):
        changed["security"] = [
            {renames.get(("securitySchemes", scheme), scheme): scopes for scheme, scopes in need.items()}
            for need in changed["security"]
        ]
    return changed


class Kept:
    """The document, kept until it may be another: a service may have been started anew with another version. One
    reader at a time puts it together, the others have what was there before."""

    def __init__(self, clients: Mapping[str, Client]) -> None:
        self._clients = clients
        self._making = Lock()
        self._made: tuple[bytes, str] | None = None
        self._made_at = float("-inf")

    def document(self) -> tuple[bytes, str]:
        """Its bytes, and what tells them from others. Raises ServiceError when it cannot be put together and never
        was."""
        made = self._made
        if made is not None and (
            monotonic() - self._made_at < KEPT_SECONDS or not self._making.acquire(blocking=False)
        ):
            return made
        if made is None:
            self._making.acquire()
        try:
            if self._made is None or monotonic() - self._made_at >= KEPT_SECONDS:
                self._made, self._made_at = self._put_together(), monotonic()
        except ServiceError:
            if self._made is None:
                raise
            self._made_at = monotonic()
        finally:
            self._making.release()
        assert self._made is not None  # else its putting together has raised
        return self._made

    def _put_together(self) -> tuple[bytes, str]:
        documents = {service: client.ask("GET", "/openapi.json") for service, client in self._clients.items()}
        whole = json.dumps(merge(documents, title="Guanxi"), ensure_ascii=False).encode()
        return whole, sha256(whole).hexdigest()[:32]


def register_openapi(app: Flask, clients: Mapping[str, Client]) -> None:
    """Adds /api/openapi.json, put together once in a while, and /api/docs."""
    kept = Kept(clients)

    @app.get("/api/openapi.json", endpoint="openapi")
    def openapi() -> BaseResponse:
        document, etag = kept.document()
        response = Response(document, content_type="application/json")
        response.set_etag(etag)
        response.headers["Cache-Control"] = "no-cache"
        return response.make_conditional(request)

    @app.get("/api/docs", endpoint="docs")
    def docs() -> str:
        return render_template("docs.html")
