"""What the OpenAPI document says of every route: the ways it may refuse, and the headers it heeds."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

from flask_smorest import Api as SmorestApi
from marshmallow import Schema, fields

PUBLIC: Final = "public"
IF_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": 'The version that the change was made on, as the ETag gave it: "3".',
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
}
IDEMPOTENCY_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same request with the same key again does nothing and gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


class ErrorSchema(Schema):
    """A refusal: ``code`` and ``detail``, or the code ``invalid`` and ``fields`` (name -> codes)."""

    code = fields.String(required=True)
    detail = fields.Dict(keys=fields.String())
    fields_ = fields.Dict(keys=fields.String(), data_key="fields")


class Documented(SmorestApi):  # type: ignore[misc]
    """flask-smorest, with our errors and without a default answer that would stand for whatever comes."""

    ERROR_SCHEMA = ErrorSchema
    DEFAULT_ERROR_RESPONSE_NAME = None


def named(view: Callable[..., Any]) -> dict[str, str]:
    """How an operation is called: ``operationId`` is the view's name, unique in a service; ``summary`` is the same in
    words, ``description`` the view's docstring."""
    return {
        "operationId": view.__name__,
        "summary": view.__name__.replace("_", " ").capitalize(),
        "description": inspect.cleandoc(view.__doc__ or ""),
    }


def described(
    method: str, path: str, *, permission: str, body: bool, query: bool, versioned: bool, secret: bool
) -> dict[str, Any]:
    """How a route may refuse, and the headers it reads, for its part of the document."""
    answers = {"INTERNAL_SERVER_ERROR": 500, "SERVICE_UNAVAILABLE": 503}
    keyed = method == "POST" and not secret and permission != PUBLIC
    if permission != PUBLIC:
        answers |= {"UNAUTHORIZED": 401, "FORBIDDEN": 403}
    elif method == "POST":
        answers |= {"UNAUTHORIZED": 401}
    if secret or query or body:  # of questions that can be tried out there is a limit
        answers |= {"TOO_MANY_REQUESTS": 429}
    if secret and permission == PUBLIC:  # a link or a challenge that has had its time
        answers |= {"GONE": 410}
    if "<" in path or body:  # a body may name records, too
        answers |= {"NOT_FOUND": 404}
    if body:
        answers |= {"BAD_REQUEST": 400, "REQUEST_ENTITY_TOO_LARGE": 413}
    if method != "GET":
        answers |= {"CONFLICT": 409}
    if body or query or versioned or keyed:
        answers |= {"UNPROCESSABLE_ENTITY": 422}
    if versioned:
        answers |= {"PRECONDITION_FAILED": 412, "PRECONDITION_REQUIRED": 428}
    headers = ([IF_MATCH] if versioned else []) + ([IDEMPOTENCY_KEY] if keyed else [])
    return {
        "responses": {str(status): name for name, status in sorted(answers.items(), key=lambda item: item[1])},
        **({"parameters": headers} if headers else {}),
    }
