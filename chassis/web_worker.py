"""How a web process hears requests: whole or not at all.

gunicorn watches over the process; inside it waitress reads what arrives, without a thread for it, into memory and
beyond half a megabyte into a file, and gives a thread to what is complete. Answers go out the same way. So whoever
sends slowly, breaks off, or does not read the answer holds a socket and nothing else; and not even that for long.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import time
from io import BytesIO
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, Task, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

FIRST_SECONDS = 10.0
"""In which the head of a request has to be there, and what is allowed a body before it is counted."""

SLOWEST = 8 * 1024
"""Bytes a second that a body has to bring after that."""

IDLE_SECONDS = 30.0
"""After which a kept connection is closed, and one whose answer nobody takes."""

LINGERING_SECONDS = 3.0
"""For which the rest of a refused request is read and thrown away, so that its sender hears the answer."""

STOP_SECONDS = 7.0
LAST_WORDS_SECONDS = 1.0
"""For which a process that stops keeps idle connections, for a request that may be under way."""

LARGEST = 64 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
MOST_CONNECTIONS = 4000
CODES = {
    400: "bad_request",
    408: "too_slow",
    413: "too_large",
    431: "head_too_large",
    500: "internal",
    501: "not_implemented",
}


class TooSlow(Error):  # type: ignore[misc]
    """A request that did not arrive in time."""

    code = 408
    reason = "Request Timeout"


class _LastTask(WSGITask):  # type: ignore[misc]
    """A request answered by the app; the connection ends when the process does."""

    def start(self) -> None:
        super().start()
        if self.channel.server.stopping:
            self.set_close_on_finish()


class _Refused(ErrorTask):  # type: ignore[misc]
    """The answer to what is no request, in the shape of all refusals."""

    def execute(self) -> None:
        error = self.request.error
        body = json.dumps({"code": CODES.get(error.code, "http_error"), "detail": {}}).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        self.response_headers += [("X-Content-Type-Options", "nosniff")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _TooLarge(WSGITask):  # type: ignore[misc]
    """A request whose body is not read because it is too large: the app says so, by the length that was announced."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["wsgi.input"] = BytesIO()
        return environ

    def start(self) -> None:
        super().start()
        self.set_close_on_finish()


def _refusal(channel: Channel, request: Any) -> Task:
    announced = isinstance(request.error, RequestEntityTooLarge) and not request.chunked
    channel.unread = True
    return _TooLarge(channel, request) if announced else _Refused(channel, request)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. ``began``: when the first byte of the request came that is on its way. ``unread``: its sender may
    still be sending what nobody will read. ``lingers_until``: then it is closed whatever comes."""

    request: Any
    close_when_flushed: bool
    task_class = _LastTask
    error_task_class = staticmethod(_refusal)
    began = 0.0
    unread = False
    ended = False
    lingers_until = 0.0

    def readable(self) -> bool:
        return bool(self.lingers_until or (not self.ended and super().readable()))

    def handle_read(self) -> None:
        """Take what has come. An end in the middle of a body is a bad request, of which nothing is passed on."""
        if not self.lingers_until and self.request is None:
            self.began = time.time()
        try:
            data = self.socket.recv(self.adj.recv_bytes)
        except BlockingIOError:
            return
        except OSError:
            self.handle_close()
            return
        if self.lingers_until:
            if not data:
                self.handle_close()
        elif data:
            self.last_activity = time.time()
            self.received(data)
        elif self.request is not None and self.request.headers_finished and not self.requests:
            self.refuse(BadRequest("the body ends before its length"))
        else:
            self.handle_close()

    def refuse(self, error: Error) -> None:
        """Answer the request that is on its way with a refusal, and hear no more of it."""
        with self.requests_lock:
            request, self.request, self.ended = self.request, None, True
            request.error, request.completed = error, True
            self.requests.append(request)
            self.server.add_task(self)

    def handle_write(self) -> None:
        """Send what can be sent; before closing on somebody who still sends, say the end and wait for theirs."""
        if self.close_when_flushed and self.unread and not self.total_outbufs_len:
            self.close_when_flushed = False
            self.lingers_until = time.time() + LINGERING_SECONDS
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                self.handle_close()
            return
        super().handle_write()

    def overdue(self, now: float) -> bool:
        """Look whether the time of this connection is over. A request that is too slow is told so."""
        if self.lingers_until:
            return now > self.lingers_until
        if self.total_outbufs_len:
            return bool(now - self.last_activity > IDLE_SECONDS)
        if self.requests:
            self.began = now  # what comes after the request at work is not read before it is answered
            return False
        if self.request is None:
            fresh = self.last_activity == self.creation_time
            return bool(now - self.last_activity > (FIRST_SECONDS if fresh else IDLE_SECONDS))
        if now - self.began > FIRST_SECONDS + self.request.body_bytes_received / SLOWEST:
            if not self.request.headers_finished:
                return True
            self.refuse(TooSlow("too slow"))
        return False


class Server(TcpWSGIServer):  # type: ignore[misc]
    """The listening socket and its connections. ``stopping``: it takes no more."""

    channel_class = Channel
    stopping = False
    most = MOST_CONNECTIONS

    def maintenance(self, now: float) -> None:
        """Close what is overdue."""
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a connection; when there are too many, the one that has waited longest without asking gives way."""
        super().handle_accept()
        if len(self.active_channels) > self.most:
            waiting = [each for each in self.active_channels.values() if not each.requests and not each.will_close]
            for channel in sorted(waiting, key=lambda each: each.last_activity)[: self.most // 20 + 1]:
                channel.will_close = True

    def busy(self) -> bool:
        """Whether a request is at work, or its answer on the way."""
        return any(channel.requests or channel.total_outbufs_len for channel in self.active_channels.values())


class BufferedWorker(Worker):  # type: ignore[misc]
    """gunicorn's worker: as many threads as it is told, for complete requests only."""

    def run(self) -> None:
        """Serve until told to stop, then finish what was begun."""
        most = _allow_connections()
        adjustments = Adjustments(
            threads=self.cfg.threads,
            ident=None,
            server_name="localhost",
            clear_untrusted_proxy_headers=False,  # who is in front is a setting of the app
            connection_limit=2 * most,
            cleanup_interval=1,
            recv_bytes=64 * 1024,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST + 1,
            outbuf_high_watermark=256
            * 1024
            * 1024,  # a file that somebody reads slowly waits on the disk, not a thread
            asyncore_use_poll=True,
            log_socket_errors=False,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.queue_logger.disabled = True
        dispatcher.set_thread_count(adjustments.threads)
        listening: dict[int, Any] = {}
        self.servers = [
            Server(self.wsgi, listening, True, each.sock, dispatcher, adjustments, _info(each.sock), bind_socket=False)
            for each in self.sockets
        ]
        for server in self.servers:
            server.most = most
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.loop(timeout=1.0, use_poll=True, map=listening, count=1)
        self._finish(listening)
        dispatcher.set_thread_count(0)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: stop, at once."""
        super().handle_exit(sig, frame)
        for server in getattr(self, "servers", ()):
            server.pull_trigger()

    def _finish(self, listening: dict[int, Any]) -> None:
        began = time.monotonic()
        for server in self.servers:
            server.stopping, server.accepting = True, False
            server.del_channel()
            server.socket.close()
        while (passed := time.monotonic() - began) < STOP_SECONDS:
            if passed > LAST_WORDS_SECONDS and not any(server.busy() for server in self.servers):
                return
            self.notify()
            wasyncore.loop(timeout=0.1, use_poll=True, map=listening, count=1)


def _info(listening: socket.socket) -> tuple[Any, ...]:
    return listening.family, listening.type, listening.proto, listening.getsockname()


def _allow_connections() -> int:
    """Ask for as many open files as the system lets us have; how many connections that is. What is spooled is a file,
    too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 3 * MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, 3 * MOST_CONNECTIONS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft // 3)
