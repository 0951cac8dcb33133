"""No one person's requests take all threads: so many at a time, and the next is told to wait a moment.

A person is known by what every request carries: the session's cookie or the token of a program. Who has neither counts
with everybody else at the same address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, request

from chassis.client import ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CODE = "too_many_requests"
CROWDED = "HTTP_X_CROWDED"
"""Key of the WSGI environ, a header to the pages: this request is one too many of its sender. What somebody sends by
that name is dropped."""

AT_ONCE = 16
"""A browser has six connections to a house; behind a proxy that speaks HTTP/2 a page with all its panels is a dozen."""

AT_ONCE_FROM_ADDRESS = 24
"""Strangers at the sign-in page, a whole office of them."""

UNCOUNTED = ("/static/", "/healthz")


class Crowding:
    """WSGI: counts who has how many requests under way until their answer begins, and marks those that are too many."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._under_way: Counter[bytes] = Counter()
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.pop(CROWDED, None)
        if environ.get("PATH_INFO", "").startswith(UNCOUNTED):
            return self._app(environ, start_response)
        who, most = _sender(environ)
        with self._lock:
            if self._under_way[who] >= most:
                environ[CROWDED] = "yes"
            self._under_way[who] += 1
        try:
            return self._app(environ, start_response)
        finally:
            self._leave(who)

    def _leave(self, who: bytes) -> None:
        with self._lock:
            self._under_way[who] -= 1
            if self._under_way[who] <= 0:
                del self._under_way[who]


def _sender(environ: WSGIEnvironment) -> tuple[bytes, int]:
    """What tells one sender from another, and how many requests at once are theirs."""
    shown = environ.get("HTTP_AUTHORIZATION") or _session(environ.get("HTTP_COOKIE", ""))
    if shown:
        return sha256(shown.encode("latin-1", "replace")).digest(), AT_ONCE
    return str(environ.get("REMOTE_ADDR", "")).encode(), AT_ONCE_FROM_ADDRESS


def _session(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get("guanxi")
    except CookieError:
        return ""
    return found.value if found is not None else ""


def register_crowding(app: Flask) -> None:
    """Tell who asks for too many pages at once to wait, in words."""

    @app.before_request
    def make_room() -> None:
        if "X-Crowded" in request.headers:
            raise crowded()


def crowded() -> ServiceError:
    """One request too many; in a second there is room again."""
    return ServiceError(429, CODE, detail={"seconds": 1})
