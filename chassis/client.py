"""Calling a service over HTTP, with connections that are kept open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlencode

import urllib3
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Retry, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.exceptions import TimeoutError as TimedOut

from chassis.bulkhead import Bulkhead, Full

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 30.0
UNLIMITED = 1_000_000
PIECE = 64 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class _Broken(Retry):
    """Ask again when a connection broke, not when nobody answered in time: that has taken its time already."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Raises the error when it is silence."""
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


_READING = _Broken(total=2, connect=2, read=2, redirect=0, other=0, backoff_factor=0.05)
_ONCE = Retry(total=0, connect=0, read=0, redirect=0, other=0)
_CHANGING = Retry(total=2, connect=2, read=0, redirect=0, other=0, backoff_factor=0.05)


class ServiceError(Exception):
    """A service said no, or could not be asked.

    ``code`` and ``detail`` as the service gave them (``fields`` for ``invalid``). A service that cannot be reached is
    status 503, code ``unavailable``; one that does not answer in time is 504, ``timeout``.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        detail: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = dict(detail or {})
        self.fields = dict(fields or {})


@dataclass(frozen=True)
class File:
    """An answer that is no JSON. ``content`` can be read once."""

    content: Iterator[bytes]
    mimetype: str
    disposition: str


@dataclass(frozen=True)
class Upload:
    """A file to send: a stream that can be told its size by seeking."""

    filename: str
    stream: IO[bytes]
    mimetype: str


class Client:
    """One service. Thread-safe; answers come as plain dicts. ``patient``: ask again where that is safe; each time is
    a line in the log. ``seconds``: what an answer may take, where a call does not say less. ``at_once``: so many calls
    at most are on their way; while nothing is heard of these, others fail at once (chassis.bulkhead).
    ``always``: headers of every call."""

    def __init__(
        self,
        service: str,
        url: str,
        *,
        connections: int = 16,
        seconds: float = ANSWER_SECONDS,
        patient: bool = True,
        at_once: int = UNLIMITED,
        always: Mapping[str, str] | None = None,
    ) -> None:
        self.service = service
        self._seconds = seconds
        self._bulkhead = Bulkhead(at_once)
        self._always = dict(always or {})
        self._reading, self._changing = (_READING, _CHANGING) if patient else (_ONCE, _ONCE)
        self._pool: HTTPConnectionPool = urllib3.connection_from_url(
            url,
            maxsize=connections,
        )

    def silent(self) -> bool:
        """Whether a call that can be done without is left out: the last ones were not answered."""
        return self._bulkhead.silent()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Any:
        """The JSON answer; of ``query``, None and empty texts are not sent. Raises ServiceError for every 4xx and
        5xx."""
        sent = dict(headers or {})
        data: bytes | None = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        return _read(self._finish(self.send(method, _with_query(path, query), sent, data, seconds=seconds)))

    def upload(
        self,
        path: str,
        fields: Mapping[str, str],
        file: Upload,
        *,
        boundary: str,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """POST a form with a file, which is read as it is sent. The same ``boundary`` makes the same bytes: a repeated
        upload is recognised."""
        body = _Multipart(fields, file, boundary)
        sent = {
            **(headers or {}),
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(body.length),
        }
        return _read(self._finish(self.send("POST", path, sent, body)))

    def fetch(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> File:
        """GET a file, given out as it comes."""
        answer = self.send("GET", _with_query(path, query), dict(headers or {}), None, stream=True, seconds=seconds)
        if answer.status >= 400:
            self._finish(answer)
        kept = answer.headers
        return File(_pieces(answer), kept.get("Content-Type", ""), kept.get("Content-Disposition", ""))

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any,
        *,
        stream: bool = False,
        seconds: float | None = None,
    ) -> BaseHTTPResponse:
        """Send a request as it is; the raw answer, whatever its status, undecoded and when ``stream`` unread. Raises
        ServiceError only when there is no answer.

        A kept connection may have been closed by the other side meanwhile: reading is then asked again, and so is
        what was never sent; anything else is not repeated, since it may have been done. Nor is what was not answered in
        time.
        """
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        if limit <= 0:
            raise _late(self.service)
        try:
            with self._bulkhead.place():
                answer = self._pool.urlopen(
                    method,
                    path,
                    body=body,
                    headers={**headers, **self._always},
                    retries=self._reading if method in _SAFE else self._changing,
                    redirect=False,
                    timeout=Timeout(connect=min(CONNECT_SECONDS, limit), read=limit),
                    preload_content=not stream,
                    decode_content=False,
                )
        except Full as error:
            raise ServiceError(503, "unavailable", detail={"service": self.service}) from error
        except TimedOut as error:
            self._bulkhead.missed()
            raise _no_answer(self.service, error) from error
        except HTTPError as error:
            raise _no_answer(self.service, getattr(error, "reason", None) or error) from error
        self._bulkhead.heard()
        return answer

    def _finish(self, answer: BaseHTTPResponse) -> BaseHTTPResponse:
        if answer.status < 400:
            return answer
        try:
            said = json.loads(answer.data)
            raise ServiceError(
                answer.status, str(said["code"]), detail=said.get("detail") or {}, fields=said.get("fields") or {}
            )
        except (ValueError, KeyError, TypeError):
            raise ServiceError(answer.status, "unavailable" if answer.status >= 500 else "http_error") from None


class _Multipart:
    """A form with one file as a stream, read without ever being whole in memory."""

    def __init__(self, fields: Mapping[str, str], file: Upload, boundary: str) -> None:
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        filename = file.filename.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
        head += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            f"Content-Type: {file.mimetype or 'application/octet-stream'}\r\n\r\n"
        )
        tail = f"\r\n--{boundary}--\r\n"
        size = file.stream.seek(0, SEEK_END)
        file.stream.seek(0)
        self._parts: list[IO[bytes]] = [BytesIO(head.encode()), file.stream, BytesIO(tail.encode())]
        self.length = len(head.encode()) + size + len(tail.encode())

    def read(self, size: int = -1) -> bytes:
        while self._parts:
            taken = self._parts[0].read(size)
            if taken:
                return taken
            self._parts.pop(0)
        return b""


def _pieces(answer: BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from answer.stream(PIECE, decode_content=True)
    finally:
        answer.release_conn()


def _no_answer(service: str, error: object) -> ServiceError:
    if isinstance(error, ReadTimeoutError):
        return _late(service)
    return ServiceError(503, "unavailable", detail={"service": service})


def _late(service: str) -> ServiceError:
    return ServiceError(504, "timeout", detail={"service": service})


def _with_query(path: str, query: Mapping[str, Any] | None) -> str:
    asked = {name: value for name, value in (query or {}).items() if value is not None and value != ""}
    if not asked:
        return path
    said = {True: "true", False: "false"}
    return (
        path
        + "?"
        + urlencode({name: said[value] if isinstance(value, bool) else value for name, value in asked.items()})
    )


def _read(answer: BaseHTTPResponse) -> Any:
    return json.loads(answer.data) if answer.data else {}
