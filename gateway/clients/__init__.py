"""How the pages ask the services. What can be asked is in ``gateway.clients.generated``: one function an operation.

Every call carries the person's token, the request's id and the browser's address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app, g, request, session

from chassis.client import Client, File, ServiceError, Upload

Record = dict[str, Any]
Id = UUID | str
Version = str | int
"""The version that a change was made on, as the record or a form has it."""
T = TypeVar("T")
READING = frozenset({"GET", "HEAD"})
PAGE_SECONDS = 5.0
"""What all that one page reads may take together."""

ARRIVING_SECONDS = 10.0
"""What a page may take that changes something on being opened, like the way back from the company's provider."""


def client(service: str) -> Client:
    """The client of a service, one a process."""
    clients: dict[str, Client] = current_app.extensions["clients"]
    return clients[service]


def ask(
    service: str,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    version: Version | None = None,
    key: str = "",
) -> Any:
    """Ask a service for the person signed in. ``version``: the change was made on it; ``key``: done once only."""
    asked = _conditions(version, key)
    return _as_person(
        lambda who: client(service).ask(
            method, path, query=query, body=body, headers={**who, **asked}, seconds=seconds_left(method)
        )
    )


def ask_public(service: str, method: str, path: str, *, body: Any = None) -> Any:
    """Ask a service what it tells without knowing who asks."""
    return client(service).ask(method, path, body=body, headers=identity(token=False), seconds=seconds_left(method))


def fetch(service: str, path: str, query: Mapping[str, Any] | None = None) -> File:
    """A file from a service, for the person signed in."""
    return _as_person(lambda who: client(service).fetch(path, query=query, headers=who))


def seconds_left(method: str) -> float | None:
    """How long a call of this request may take. A page that only reads has so much for all its calls together; in a
    request that changes something each reading has as much for itself."""
    limits: list[float] = [g.hurry] if g.get("hurry") else []
    if request.method in READING:
        allowed = PAGE_SECONDS if method in READING else ARRIVING_SECONDS
        limits.append(g.get("began", perf_counter()) + allowed - perf_counter())
    elif method in READING:
        limits.append(PAGE_SECONDS)
    return min(limits, default=None)


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """In the block each call, reading or not, has so many seconds at most: it can be done without."""
    before: float | None = g.get("hurry")
    g.hurry = seconds if before is None else min(before, seconds)
    try:
        yield
    finally:
        g.hurry = before


def upload(service: str, path: str, fields: Mapping[str, str | None], file: Upload, *, key: str) -> Any:
    """Send a form with a file to a service, for the person signed in; fields that are None are left out."""
    asked, boundary = _conditions(None, key), f"guanxi-{key}"
    given = {name: value for name, value in fields.items() if value is not None}
    return _as_person(
        lambda who: client(service).upload(path, given, file, boundary=boundary, headers={**who, **asked})
    )


def _as_person(call: Callable[[dict[str, str]], T]) -> T:
    """Call as the person signed in. When the token has ended (another role, another password) nothing was done: once
    more with the one that says what the person may now."""
    try:
        return call(identity())
    except ServiceError as error:
        if error.code != "token_ended":
            raise
    g.signed_in = current_app.extensions["sessions"].renew(session["session"], g.signed_in)
    return call(identity())


def identity(*, token: bool = True) -> dict[str, str]:
    """The headers that say who asks and for which request."""
    headers = {"X-Request-Id": g.request_id, "X-Forwarded-For": request.remote_addr or ""}
    if token:
        headers["Authorization"] = f"Bearer {g.signed_in.token}"
    return headers


def _conditions(version: Version | None, key: str) -> dict[str, str]:
    headers = {}
    if version not in (None, ""):
        headers["If-Match"] = f'"{version}"'
    if key:
        headers["Idempotency-Key"] = key
    return headers
