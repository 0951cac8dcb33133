"""How a web process hears requests: complete ones, whatever else comes, and in good time."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import urllib3

from chassis.logs import configure_logging
from chassis.web_worker import FIRST_SECONDS, LARGEST
from ops.servers import free_port

PARTS = {
    "a head without its end": b"GET / HTTP/1.1\r\nHost: here\r\nAccept",
    "a body without its end": b"POST /sum HTTP/1.1\r\nHost: here\r\nContent-Length: 50\r\n\r\n1",
    "chunks without their end": b"POST /sum HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12",
    "nothing": b"",
}
UNREAD = b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n"


def create_app() -> Any:
    """An app that says how much it was sent, sends much, or takes its time."""
    configure_logging("ledger", "WARNING")

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        sent = environ["wsgi.input"].read()
        if environ["PATH_INFO"] == "/large":
            start("200 OK", [("Content-Type", "text/plain")])
            return iter([b"x" * 65536] * 128)
        if environ["PATH_INFO"] == "/slow":
            time.sleep(1)
        announced = int(environ.get("CONTENT_LENGTH") or 0)
        said = json.dumps({"announced": announced, "came": len(sent)}).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    return app


@pytest.fixture
def serve() -> Iterator[Callable[[], tuple[int, subprocess.Popen[bytes]]]]:
    """``serve()`` is the port of a web process with two threads, and the process."""
    with ExitStack() as stack:

        def started() -> tuple[int, subprocess.Popen[bytes]]:
            port = free_port()
            command = ["-m", "gunicorn", "--config", "python:chassis.gunicorn"]
            process = subprocess.Popen(
                [sys.executable, *command, "tests.chassis.test_web_worker:create_app()"],
                env={**os.environ, "LISTEN": f"127.0.0.1:{port}", "WEB_THREADS": "2"},
            )
            stack.callback(process.wait, 30)
            stack.callback(process.send_signal, signal.SIGTERM)
            while not answers(port):
                time.sleep(0.05)
            return port, process

        yield started


@pytest.fixture
def port(serve: Callable[[], tuple[int, subprocess.Popen[bytes]]]) -> int:
    return serve()[0]


def answers(port: int) -> bool:
    """Whether somebody else's request is answered within seconds."""
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=10, retries=False)
    try:
        return pool.request("GET", "/").status == 200
    except urllib3.exceptions.HTTPError:
        return False
    finally:
        pool.close()


def connected(port: int, sent: bytes, stack: ExitStack) -> socket.socket:
    end = stack.enter_context(socket.socket())
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    end.settimeout(FIRST_SECONDS + 10)
    end.connect(("127.0.0.1", port))
    end.sendall(sent)
    return end


def heard(end: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    came = b""
    while piece := end.recv(65536):
        came += piece
    return came


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ")[1])


def test_whoever_sends_half_a_request_holds_nobody_up_nine_or_two_hundred_of_them(port: int) -> None:
    for sent in PARTS.values():
        for count in (9, 200):
            with ExitStack() as stack:
                for _ in range(count):
                    connected(port, sent, stack)
                assert answers(port), (sent, count)


def test_whoever_does_not_read_the_answer_holds_nobody_up(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(9):
            connected(port, UNREAD, stack)
        assert answers(port)


def test_a_body_that_ends_before_its_length_is_a_bad_request_and_reaches_no_app(port: int) -> None:
    with ExitStack() as stack:
        end = connected(port, PARTS["a body without its end"], stack)
        end.shutdown(socket.SHUT_WR)
        head, _, body = heard(end).partition(b"\r\n\r\n")
        assert status_of(head) == 400
        assert json.loads(body) == {"code": "bad_request", "detail": {}}


def test_a_request_that_does_not_come_in_time_is_told_so_or_closed(port: int) -> None:
    began = time.monotonic()
    with ExitStack() as stack:
        ends = {name: connected(port, sent, stack) for name, sent in PARTS.items()}
        came = {name: heard(end) for name, end in ends.items()}
    assert came["a head without its end"] == came["nothing"] == b""
    for name in ("a body without its end", "chunks without their end"):
        assert status_of(came[name]) == 408, name
    assert FIRST_SECONDS - 1 < time.monotonic() - began < FIRST_SECONDS + 8


def test_what_is_no_request_is_refused_in_the_shape_of_all_refusals(port: int) -> None:
    with ExitStack() as stack:
        head, _, body = heard(connected(port, b"GET / HTTP/1.1\r\nHost here\r\n\r\n", stack)).partition(b"\r\n\r\n")
    assert status_of(head) == 400
    assert json.loads(body)["code"] == "bad_request"
    assert b"Server:" not in head


def test_a_head_without_end_is_refused(port: int) -> None:
    with ExitStack() as stack:
        sent = b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: " + b"a" * 70_000
        assert status_of(heard(connected(port, sent, stack))) == 431


def test_a_body_arrives_whole_with_its_length_or_in_chunks(port: int) -> None:
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=30, retries=False)
    sent = b"x" * 3_000_000
    whole = pool.request("POST", "/sum", body=sent).json()
    in_chunks = pool.request("POST", "/sum", body=iter([sent[:7], sent[7:]]), chunked=True).json()
    assert whole == in_chunks == {"announced": len(sent), "came": len(sent)}
    pool.close()


def test_a_body_that_is_announced_too_large_is_left_to_the_app_to_refuse_and_is_not_read(port: int) -> None:
    with ExitStack() as stack:
        head = f"POST /sum HTTP/1.1\r\nHost: here\r\nContent-Length: {LARGEST + 1}\r\n\r\n".encode()
        end = connected(port, head + b"x" * 100_000, stack)
        came = heard(end)
    assert json.loads(came.partition(b"\r\n\r\n")[2]) == {"announced": LARGEST + 1, "came": 0}


def test_a_large_answer_arrives_whole(port: int) -> None:
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=30, retries=False)
    assert len(pool.request("GET", "/large").data) == 128 * 65536
    pool.close()


def test_a_process_that_stops_finishes_what_was_begun(
    serve: Callable[[], tuple[int, subprocess.Popen[bytes]]],
) -> None:
    port, process = serve()
    with ExitStack() as stack:
        end = connected(port, b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n", stack)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        came = heard(end)
    assert status_of(came) == 200
    assert process.wait(10) == 0
