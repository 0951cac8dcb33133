"""Every request of a process has an id, which goes through services and tasks, and a line in its log."""

from __future__ import annotations

import re
from collections.abc import Collection
from time import perf_counter

from flask import Flask, Response, g, request

from chassis.ids import new_request_id
from chassis.logs import bind_request, get_logger

_FIT = re.compile(r"[\w.-]{1,64}")


def request_id_of(given: str) -> str:
    """The id that came with a request, if it can be one; a new one otherwise."""
    return given if _FIT.fullmatch(given) else new_request_id()


def milliseconds_since(began: float) -> float:
    """What has passed since a moment of ``perf_counter``, in milliseconds with one decimal."""
    return round((perf_counter() - began) * 1000, 1)


def register_requests(app: Flask, logger: str, line: str, *, silent: Collection[str]) -> None:
    """Give each request its id (``g.request_id``) and its beginning (``g.began``), and log it as a ``line`` of
    ``logger``, but for the endpoints that are ``silent``."""
    log = get_logger(logger)

    @app.before_request
    def begin() -> None:
        g.request_id = request_id_of(request.headers.get("X-Request-Id", ""))
        g.began = perf_counter()
        bind_request(g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        if request.endpoint not in silent:
            ms = milliseconds_since(g.began)
            log.info(line, method=request.method, path=request.path, status=response.status_code, ms=ms)
        return response
