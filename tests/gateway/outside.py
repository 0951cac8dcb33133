"""The world behind the gateway, played by real HTTP servers that answer what a test tells them to."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Any, dict[str, str]]


@dataclass(frozen=True)
class Heard:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Outside:
    """One service. ``answers``: (method, path) -> what to answer; anything else is answered 404 not_found."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        outside = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                path, _, query = self.path.partition("?")
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outside.heard.append(Heard(self.command, path, query, dict(self.headers.items()), body))
                missing: Answer = (404, {"code": "not_found", "detail": {}}, {})
                status, said, headers = outside.answers.get((self.command, path), missing)
                content = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = answer

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def says(self, method: str, path: str, body: Any, status: int = 200, **headers: str) -> None:
        """From now on answer this to that."""
        self.answers[method, path] = (status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def refuses(self, method: str, path: str, status: int, code: str, **fields: list[str]) -> None:
        """From now on say no to that."""
        body = {"code": code, "fields": fields} if fields else {"code": code, "detail": {}}
        self.says(method, path, body, status)

    def asked(self, method: str, path: str) -> list[Heard]:
        """The requests to one address so far."""
        return [each for each in self.heard if (each.method, each.path) == (method, path)]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
