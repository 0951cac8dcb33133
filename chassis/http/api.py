"""Routes: each names its permission, what comes in and what goes out, and does nothing itself.

A view is ``view(ctx, ...)`` and returns a record; permission, input, transaction, answer, ETag and Idempotency-Key are
the edge's business. A route without a permission cannot be declared; ``PUBLIC`` says out loud that none is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Final

from flask import Response, current_app, g, request
from marshmallow import Schema

from chassis.auth import SYSTEM, Actor
from chassis.auth.tokens import TokenVerifier
from chassis.context import Context, Deployment
from chassis.errors import REQUIRED_ACTIONS, Forbidden, Invalid, Unauthenticated, VersionRequired
from chassis.http.documents import PUBLIC, described, named
from chassis.http.idempotency import claim_key, keep_answer
from chassis.http.parsing import StrictBlueprint
from chassis.http.resource import Present, Resource, as_it_is
from chassis.unit_of_work import unit_of_work

View = Callable[..., Any]
Transaction = Callable[[], AbstractContextManager[Context]]
Before = Callable[[Transaction, Any], Any]
SIGNED_IN: Final = "signed_in"
_VERSION = re.compile(r'(?:W/)?(?:"([0-9]{1,9})"|([0-9]{1,9}))')


class Api:
    """The routes of one resource, on flask-smorest, under ``/v1``."""

    def __init__(self, name: str, *, description: str) -> None:
        self.blueprint = StrictBlueprint(name, name, url_prefix="/v1", description=description)
        self.permissions: dict[str, str] = {}
        self.operations: list[str] = []

    def resource(self, path: str, *, returns: type[Schema], present: Present = as_it_is) -> Resource:
        """The records under ``path``, whose routes are a line each."""
        return Resource(self, path, returns=returns, present=present)

    def get(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("POST", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("PATCH", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("PUT", path, **options)

    def _route(
        self,
        method: str,
        path: str,
        *,
        permission: str,
        returns: type[Schema] | None,
        status: int = 200,
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        form: bool = False,
        versioned: bool = False,
        secret: bool = False,
        shown_once: tuple[str, ...] = (),
        open_to_limited: bool = False,
        open_to_tokens: bool = False,
        files: tuple[str, ...] = (),
        before: Before | None = None,
        sends: Callable[[Any], Response] | None = None,
    ) -> Callable[[View], View]:
        """``returns`` None: the view returns a finished Response, a file of one of the types ``files``. ``versioned``:
        If-Match is required and passed on as ``version``. ``form``: the body is multipart (a file upload). ``secret``:
        a password goes in or comes out, so nothing of it is kept and an Idempotency-Key is not heeded. ``shown_once``:
        fields of the answer that a repeated request does not get again. ``open_to_limited``: answers also who has
        something else to do first, like choosing a password. ``open_to_tokens``: of what everybody may who signs in,
        this answers also who comes with a token for a program: it is about the token itself, or asks for permissions.
        ``before``: what waits for somebody outside, done before
        the transaction is opened; it gets what opens a short one of its own and the command, and what it answers is the
        view's ``command``. ``sends``: makes the Response of what the view has answered, when the transaction is over:
        for bytes that have to be fetched from outside. Command and query arrive as the view's arguments ``command``
        and ``query``."""
        body_schema = body() if body else None
        query_schema = query() if query else None
        answer = returns() if returns else None

        def decorate(view: View) -> View:
            @wraps(view)
            def endpoint(*loaded: Any, **path_values: Any) -> Response:
                arguments = list(loaded)
                if body_schema is not None:
                    path_values["command"] = arguments.pop(0)
                if query_schema is not None:
                    path_values["query"] = arguments.pop(0)
                if versioned:
                    path_values["version"] = _if_match()
                if before is not None:
                    path_values["command"] = before(_transaction, path_values.get("command"))
                with _transaction() as ctx:
                    if sends is None:
                        keyed = method == "POST" and not secret
                        return _answer(ctx, status, answer, lambda: view(ctx, **path_values), keyed, shown_once)
                    found = view(ctx, **path_values)
                return sends(found)

            documented = endpoint
            for kind in files:
                written = {"schema": {"type": "string"}, "content_type": kind}
                documented = self.blueprint.response(status, **written)(documented)
            if not files:
                documented = self.blueprint.response(status, answer)(documented)
            if query_schema is not None:
                documented = self.blueprint.arguments(query_schema, location="query")(documented)
            if body_schema is not None and form:
                multipart = {"location": "form", "content_type": "multipart/form-data"}
                documented = self.blueprint.arguments(body_schema, **multipart)(documented)
            elif body_schema is not None:
                documented = self.blueprint.arguments(body_schema, location="json")(documented)
            reads = {"body": body is not None, "query": query is not None, "versioned": versioned, "secret": secret}
            documented = self.blueprint.doc(
                **{"x-permission": permission},
                **named(view),
                **described(method, path, permission=permission, **reads),
                security=[] if permission == PUBLIC else [{"token": []}],
            )(documented)
            self.blueprint.route(path, methods=[method])(
                _only_for(permission, documented, limited=open_to_limited, tokens=open_to_tokens)
            )
            self.permissions[f"{method} {path}"] = permission
            self.operations.append(view.__name__)
            return view

        return decorate


def _transaction() -> AbstractContextManager[Context]:
    """One transaction on account of this request."""
    return unit_of_work(
        current_app.extensions["engine"],
        actor=g.actor,
        origin=_address(),
        request_id=g.request_id,
        deployment=current_app.extensions["deployment"],
    )


def _only_for(permission: str, view: View, *, limited: bool, tokens: bool) -> View:
    """Who may not is told so before anything that was sent is read."""

    @wraps(view)
    def guarded(*arguments: Any, **path_values: Any) -> Any:
        g.actor = _actor(permission, limited=limited, tokens=tokens)
        return view(*arguments, **path_values)

    return guarded


def _actor(permission: str, *, limited: bool, tokens: bool) -> Actor:
    if permission == PUBLIC:
        return SYSTEM
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(reason="no_token")
    verifier: TokenVerifier = current_app.extensions["verifier"]
    deployment: Deployment = current_app.extensions["deployment"]
    actor = verifier.verify(token, now=deployment.clock())
    if actor.limited and not limited:
        raise REQUIRED_ACTIONS.get(actor.limited, Forbidden)()
    if permission == SIGNED_IN and actor.narrow and not tokens:
        raise Forbidden(reason="program")
    if permission != SIGNED_IN and not actor.may(permission):
        raise Forbidden(permission=permission)
    return actor


def _if_match() -> int:
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise VersionRequired()
    version = _VERSION.fullmatch(header)
    if version is None:
        raise Invalid(**{"If-Match": "not_a_version"})
    return int(version[1] or version[2])


def _address() -> str:
    return request.headers.get("X-Forwarded-For", request.remote_addr or "").split(",")[0].strip()


def _answer(
    ctx: Context,
    status: int,
    schema: Schema | None,
    run: Callable[[], Any],
    keyed: bool,
    shown_once: tuple[str, ...],
) -> Response:
    key, first = claim_key(ctx) if keyed else ("", None)
    if first is not None:
        return _json(first.body, first.status)
    result = run()
    if schema is None:
        response: Response = result
        return response
    body: Any = schema.dump(result)
    if key:
        kept = {name: value for name, value in body.items() if name not in shown_once} if shown_once else body
        keep_answer(ctx, key, status, kept)
    response = _json(body, status)
    version = getattr(result, "version", None)
    if isinstance(version, int):
        response.headers["ETag"] = f'"{version}"'
    return response


def _json(body: Any, status: int) -> Response:
    return current_app.response_class(current_app.json.dumps(body), status=status, mimetype="application/json")
