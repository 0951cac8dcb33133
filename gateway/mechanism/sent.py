"""What a form has sent, made into the body of its operation by what the operation's schema says of each field."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, request

from chassis.client import ServiceError, Upload
from gateway import forms
from gateway.clients import Record
from gateway.clients.forms import FormField, fields_of

Operation = Callable[..., Any]
"""A function of ``gateway.clients.generated``: one call to a service."""


@dataclass(frozen=True)
class Sent:
    """What came with a form: the body, the version it was made on, the key that lets it count once."""

    body: Record
    version: str
    key: str


def received(body: Record | None = None) -> Sent:
    """The form of this request; ``body``: what its fields were made into."""
    return Sent(body or {}, forms.version(), forms.key())


def perform(operation: Operation, sent: Sent, **address: Any) -> Any:
    """Call the operation, with as much of what was sent as it takes. Raises ServiceError, also for a file that is
    lacking: without it the service cannot be asked."""
    parameters = _parameters(operation)
    offered: Record = {"body": sent.body, "version": sent.version, "key": sent.key}
    if "file" in parameters:
        offered = {**sent.body, "file": uploaded(), "key": sent.key or forms.new_key()}
    taken = {name: value for name, value in offered.items() if name in parameters}
    return operation(**address, **taken)


def uploaded() -> Upload:
    """The file that came with the form."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ServiceError(422, "invalid", fields={"file": "required"})
    return Upload(file.filename, file.stream, file.mimetype)


def rules_of(operation: Operation | None) -> Mapping[str, FormField]:
    """What the operation's schema says of each field of its body; nothing for one without a body."""
    if operation is None or not {"body", "file"} & _parameters(operation):
        return {}
    return fields_of(operation)


@cache
def _parameters(operation: Operation) -> frozenset[str]:
    return frozenset(inspect.signature(operation).parameters)


def value_of(name: str, rule: FormField) -> Any:
    """One field as the service takes it. What cannot be read goes on as it was typed: the service says what is wrong
    with it."""
    typed = forms.text(name)
    if rule.kind == "boolean":
        return typed in {"yes", "true"}
    if rule.kind == "list":
        return forms.texts(name)
    if rule.kind == "number":
        return int(typed) if typed.removeprefix("-").isdecimal() else typed
    if rule.kind == "datetime":
        return _with_zone(typed)
    return typed


def _with_zone(typed: str) -> str:
    """A time of the company's own zone."""
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone).isoformat()
    except ValueError:
        return typed
