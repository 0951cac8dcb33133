"""The wire between the gateway and a service: it passes everything on untouched and can be listened to, cut, held up,
or filled with noise. It knows nothing of what is said on it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

PIECE = 64 * 1024


@dataclass(frozen=True)
class Heard:
    """One request as it passed."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """One wire. ``noise``: what is heard instead of the service's answers; empty bytes: nothing ever."""

    to: str
    heard: list[Heard] = field(default_factory=list)
    noise: bytes | None = None

    def __post_init__(self) -> None:
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def asked(self, method: str, path: str) -> list[Heard]:
        """The requests to one address so far."""
        return [each for each in self.heard if (each.method, each.path) == (method, path)]

    def cut(self) -> None:
        """From now on nobody is there: connections are refused, and those that stand are closed."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _start(self, what: Any, *arguments: Any) -> None:
        self._threads.append(threading.Thread(target=what, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                place = urlsplit(self.to)
                far = socket.create_connection((place.hostname, place.port))
                self._ends += [near, far]
                self._start(self._pass_questions, near, far)
                self._start(self._pass_answers, far, near)

    def _pass_questions(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError), near.makefile("rb") as coming:
            while head := _head(coming):
                lines = head.decode("latin-1").splitlines()
                headers = dict(line.split(": ", 1) for line in lines[1:] if line)
                body = coming.read(int(headers.get("Content-Length", "0")))
                method, target, _ = lines[0].split(" ")
                path, _, query = target.partition("?")
                self.heard.append(Heard(method, path, query, headers, body))
                if self.noise is None:
                    far.sendall(head + body)
                else:
                    near.sendall(self.noise)
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)
        near.close()

    def _pass_answers(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := far.recv(PIECE):
                near.sendall(piece)
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)
        far.close()


def _head(coming: IO[bytes]) -> bytes:
    """All up to the empty line before a body; nothing when the other side is done."""
    head = b""
    while line := coming.readline():
        head += line
        if line == b"\r\n":
            return head
    return b""


@contextmanager
def wires(urls: dict[str, str]) -> Iterator[dict[str, Wire]]:
    """A wire to each of some addresses, cut in the end."""
    made = {name: Wire(url) for name, url in urls.items()}
    try:
        yield made
    finally:
        for wire in made.values():
            wire.cut()
