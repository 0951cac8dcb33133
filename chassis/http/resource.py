"""A resource: the records under one path, and what can be done with each.

Every route is one line: the use case, the permission, what comes in. The use case gives the operation its name and its
description; ``present`` turns the record it returns into the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from marshmallow import Schema

from chassis.context import Context

UseCase = Callable[..., Any]
Present = Callable[[Context, Any], Any]


class Routes(Protocol):
    """What a resource declares its routes with, one by one: an Api."""

    def get(self, path: str, **options: Any) -> Callable[[UseCase], UseCase]: ...
    def post(self, path: str, **options: Any) -> Callable[[UseCase], UseCase]: ...
    def patch(self, path: str, **options: Any) -> Callable[[UseCase], UseCase]: ...


def as_it_is(ctx: Context, record: Any) -> Any:
    """A record that is its own answer."""
    return record


def named_view(name: str, about: str, view: UseCase) -> UseCase:
    """A view that several kinds of record share, called as its operation is for this kind; ``about`` describes it."""

    def called(*given: Any, **named: Any) -> Any:
        return view(*given, **named)

    called.__name__, called.__doc__ = name, about
    return called


class Resource:
    """Routes of one kind of record under ``path``: ``read`` one, ``create``, ``change``, and its ``command``s."""

    def __init__(self, api: Routes, path: str, *, returns: type[Schema], present: Present = as_it_is) -> None:
        self._api = api
        self._path = path
        self._one = f"{path}/<uuid:id>"
        self._returns = returns
        self._present = present

    def read(self, use_case: UseCase, *, permission: str, **options: Any) -> None:
        """``GET path/<id>``: ``use_case(ctx, id)``."""

        @self._api.get(self._one, permission=permission, returns=self._returns, **options)
        @wraps(use_case)
        def view(ctx: Context, id: UUID) -> Any:
            return self._present(ctx, use_case(ctx, id))

    def create(self, use_case: UseCase, *, permission: str, body: type[Schema], **options: Any) -> None:
        """``POST path``, answered 201: ``use_case(ctx, command)``."""

        @self._api.post(self._path, permission=permission, body=body, returns=self._returns, status=201, **options)
        @wraps(use_case)
        def view(ctx: Context, command: Any) -> Any:
            return self._present(ctx, use_case(ctx, command))

    def change(self, use_case: UseCase, *, permission: str, body: type[Schema], **options: Any) -> None:
        """``PATCH path/<id>`` with If-Match: ``use_case(ctx, id, command, version)``."""
        declare = self._api.patch(
            self._one, permission=permission, body=body, returns=self._returns, versioned=True, **options
        )
        declare(self._acting(use_case))

    def command(
        self, action: str, use_case: UseCase, *, permission: str, body: type[Schema] | None = None, **options: Any
    ) -> None:
        """``POST path/<id>/action`` with If-Match: ``use_case(ctx, id, version)``, or with a body
        ``use_case(ctx, id, command, version)``. ``options`` may name another answer (``returns``)."""
        returns = options.pop("returns", self._returns)
        present = options.pop("present", self._present)
        declare = self._api.post(
            f"{self._one}/{action}", permission=permission, body=body, returns=returns, versioned=True, **options
        )
        declare(self._acting(use_case, present))

    def _acting(self, use_case: UseCase, present: Present | None = None) -> UseCase:
        presented = present or self._present

        @wraps(use_case)
        def view(ctx: Context, id: UUID, version: int, **sent: Any) -> Any:
            return presented(ctx, use_case(ctx, id, *sent.values(), version))

        return view
