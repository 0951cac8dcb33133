"""The API proxy: /api/v1/<path> goes to the service that owns the path, untouched.

Plain WSGI in front of the pages: a call costs no more than a copy of its bytes. Programs show a bearer token, a short
one of a sign-in or a long one of their own (gateway.api_tokens); cookies are neither read nor passed on, so a page of
somebody else's can do nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from prometheus_client import CollectorRegistry, Counter, Histogram
from urllib3 import BaseHTTPResponse

from chassis.client import Client, ServiceError
from chassis.logs import bind_request, get_logger
from chassis.request_log import milliseconds_since, request_id_of
from contracts.services import SERVICES
from gateway.api_tokens import ApiTokens, token_in
from gateway.crowding import CROWDED, crowded

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = get_logger(__name__)

PREFIX = "/api/v1/"
OWNERS: Mapping[str, str] = json.loads(
    (Path(__file__).parent / "clients" / "generated" / "owners.json").read_text(encoding="utf-8")
)
"""First part of a path -> the service that owns it, out of the services' documents (`python -m ops clients`).
/system/<service>, /audit/<service>: to the service named."""

METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
PASSED = {
    "HTTP_ACCEPT": "Accept",
    "HTTP_ACCEPT_LANGUAGE": "Accept-Language",
    "HTTP_AUTHORIZATION": "Authorization",
    "HTTP_IF_MATCH": "If-Match",
    "HTTP_IF_NONE_MATCH": "If-None-Match",
    "HTTP_IDEMPOTENCY_KEY": "Idempotency-Key",
    "HTTP_USER_AGENT": "User-Agent",
    "CONTENT_TYPE": "Content-Type",
}
DROPPED = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "server",
        "date",
        "set-cookie",
        "x-request-id",
    }
)
SAFE = [
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
"""On every answer: it is no page, whatever it is taken for, and no other site's to show."""
SMALL = 1024 * 1024
LARGEST = 64 * 1024 * 1024
REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    429: "Too Many Requests",
}


def owner_of(path: str) -> str | None:
    """The service behind ``/v1/<path>``; None when nobody owns it."""
    first, _, rest = path.partition("/")
    if first in {"system", "audit"}:
        named = rest.partition("/")[0]
        return named if named in SERVICES else None
    return OWNERS.get(first)


class ApiProxy:
    """WSGI: the API's calls go to the services, everything else to the pages."""

    def __init__(self, pages: WSGIApplication, clients: Mapping[str, Client], registry: CollectorRegistry) -> None:
        self.pages = pages
        self.clients = clients
        self.api_tokens = ApiTokens(clients["auth"])
        self.calls = Counter(
            "gateway_api_calls_total", "API calls passed on", ["service", "method", "status"], registry=registry
        )
        self.seconds = Histogram("gateway_api_call_seconds", "Time of an API call", ["service"], registry=registry)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self.pages(environ, start_response)
        began = perf_counter()
        request_id = request_id_of(environ.get("HTTP_X_REQUEST_ID", ""))
        method: str = environ["REQUEST_METHOD"]
        service = owner_of(path[len(PREFIX) :])
        bind_request(request_id)
        try:
            if environ.get(CROWDED):
                raise crowded()
            status, reason, headers, body = self._pass_on(environ, method, path, service, request_id)
        except ServiceError as error:
            status, reason, headers, body = _say(error.status, error.code, request_id, error.detail)
        headers += [("X-Request-Id", request_id), *SAFE]
        self.calls.labels(service or "none", method if method in METHODS else "other", status).inc()
        self.seconds.labels(service or "none").observe(perf_counter() - began)
        log.info("call", method=method, path=path, service=service, status=status, ms=milliseconds_since(began))
        start_response(f"{status} {reason}", headers)
        return body

    def _pass_on(
        self, environ: WSGIEnvironment, method: str, path: str, service: str | None, request_id: str
    ) -> tuple[int, str, list[tuple[str, str]], Iterable[bytes]]:
        if service is None:
            return _say(404, "not_found", request_id)
        if method not in METHODS:
            return _say(405, "method_not_allowed", request_id)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > LARGEST:
            return _say(413, "too_large", request_id)
        headers = {name: environ[key] for key, name in PASSED.items() if environ.get(key)}
        headers["X-Request-Id"] = request_id
        headers["X-Forwarded-For"] = environ.get("REMOTE_ADDR", "")
        body: Any = None
        if length:
            headers["Content-Length"] = str(length)
            stream = environ["wsgi.input"]
            body = stream.read(length) if length <= SMALL else _Limited(stream, length)
            if length <= SMALL and len(body) < length:
                return _say(400, "bad_request", request_id)
        query = environ.get("QUERY_STRING", "")
        inner = quote(path[len("/api") :].encode("latin-1"), safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")
        answer = self._send(service, method, inner, headers, body)
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in DROPPED]
        return answer.status, answer.reason or "", kept, _content(answer)

    def _send(self, service: str, method: str, inner: str, headers: dict[str, str], body: Any) -> BaseHTTPResponse:
        """Send a call on, that of a program with a short access token in the place of its long one. When that has ended
        nothing was done: once more with another, if what was sent can be sent again."""
        client = self.clients[service]
        token = token_in(headers.get("Authorization", ""))
        if not token:
            return client.send(method, inner, headers, body, stream=True)
        about = {name: headers[name] for name in ("X-Request-Id", "X-Forwarded-For")}
        access = self.api_tokens.access_token(token, about)
        answer = client.send(method, inner, {**headers, "Authorization": f"Bearer {access}"}, body, stream=True)
        if answer.status != 401:
            return answer
        self.api_tokens.forget(token, access)
        if isinstance(body, _Limited):
            return answer
        answer.drain_conn()
        answer.release_conn()
        access = self.api_tokens.access_token(token, about)
        return client.send(method, inner, {**headers, "Authorization": f"Bearer {access}"}, body, stream=True)


class _Limited:
    """So much of a stream and no more: a kept connection does not end where a body does."""

    def __init__(self, stream: Any, length: int) -> None:
        self.stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        taken: bytes = self.stream.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(taken)
        return taken


def _content(answer: BaseHTTPResponse) -> Iterable[bytes]:
    """A small answer in one piece; a large one, or one of unknown length, as it comes."""
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and int(length) <= SMALL:
        data = answer.read(decode_content=False)
        answer.release_conn()
        return [data]
    return _stream(answer)


def _stream(answer: BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from answer.stream(65536, decode_content=False)
    finally:
        answer.release_conn()


def _say(
    status: int, code: str, request_id: str, detail: Mapping[str, Any] | None = None
) -> tuple[int, str, list[tuple[str, str]], Iterable[bytes]]:
    body = json.dumps({"code": code, "detail": {**(detail or {}), "request_id": request_id}}).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    if status == 503:
        headers.append(("Retry-After", "5"))
    if status == 429:
        headers.append(("Retry-After", str((detail or {}).get("seconds", 1))))
    return status, REASONS.get(status, "Unavailable"), headers, [body]
