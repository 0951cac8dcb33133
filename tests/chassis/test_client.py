"""Calling a service: what goes out, what comes back, and what is asked again."""

import socket
import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from chassis.client import Client, ServiceError, Upload

CONTENT = b"0123456789" * 50_000


def echo() -> Flask:
    """What says back how it was asked, and has one address for each kind of refusal."""
    app = Flask("echo")

    @app.get("/asked")
    def asked() -> Response:
        return jsonify(query=request.query_string.decode())

    @app.post("/refused")
    def refused() -> tuple[Response, int]:
        return jsonify(code="invalid", fields={"name": ["required"]}), 422

    @app.get("/page")
    def page() -> tuple[str, int]:
        return "<html>bad gateway</html>", 502

    @app.get("/list")
    def a_list() -> tuple[Response, int]:
        return jsonify([1]), 404

    @app.post("/files")
    def files() -> tuple[Response, int]:
        [file] = request.files.values()
        said = {"kind": request.form["kind"], "filename": file.filename, "content": file.read().hex()}
        return jsonify(length=request.content_length, type=file.mimetype, **said), 201

    @app.get("/file")
    def a_file() -> Response:
        return Response(CONTENT, mimetype="text/csv", headers={"Content-Disposition": "attachment"})

    return app


@pytest.fixture
def url() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, echo(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(url: str) -> Client:
    return Client("other", url, seconds=2)


def test_empty_values_of_a_query_are_not_sent_and_true_and_false_are_said(client: Client) -> None:
    asked = {"q": "张 三", "kind": "", "after": None, "mine": True, "old": False, "n": 0}
    assert client.ask("GET", "/asked", query=asked) == {"query": "q=%E5%BC%A0+%E4%B8%89&mine=true&old=false&n=0"}


def test_a_refusal_carries_its_code_and_fields(client: Client) -> None:
    with pytest.raises(ServiceError) as refused:
        client.ask("POST", "/refused", body={})
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert refused.value.fields == {"name": ["required"]}


def test_an_error_page_that_is_no_json_is_an_error_with_a_code(client: Client) -> None:
    with pytest.raises(ServiceError) as refused:
        client.ask("GET", "/page")
    assert (refused.value.status, refused.value.code) == (502, "unavailable")
    with pytest.raises(ServiceError) as refused:
        client.ask("GET", "/list")
    assert (refused.value.status, refused.value.code) == (404, "http_error")


def test_a_service_that_is_away_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(ServiceError) as refused:
        Client("other", url).ask("GET", "/things")
    assert (refused.value.status, refused.value.code) == (503, "unavailable")
    assert refused.value.detail == {"service": "other"}


def test_a_connection_is_kept_for_the_next_request() -> None:
    def answer() -> None:
        connection, _ = listener.accept()  # this one, and no other
        with connection, connection.makefile("rb") as coming:
            for _ in range(5):
                while coming.readline() != b"\r\n":
                    continue
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        client = Client("other", f"http://127.0.0.1:{listener.getsockname()[1]}", seconds=2)
        assert [client.ask("GET", "/things") for _ in range(5)] == [{}] * 5
        thread.join()


class Deaf:
    """A server that takes requests and closes, or keeps silent, without an answer."""

    def __init__(self, *, silent: bool) -> None:
        self.heard: list[bytes] = []
        self.silent = silent
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.kept: list[socket.socket] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.heard.append(connection.recv(65536))
            if self.silent:
                self.kept.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()
        for connection in self.kept:
            connection.close()


@pytest.mark.parametrize(("method", "times"), [("GET", 3), ("POST", 1)])
def test_reading_is_asked_again_after_a_broken_connection_and_a_change_never_is(method: str, times: int) -> None:
    deaf = Deaf(silent=False)
    with pytest.raises(ServiceError) as refused:
        Client("other", deaf.url).ask(method, "/things", body={} if method == "POST" else None)
    deaf.close()
    assert refused.value.code == "unavailable"
    assert len(deaf.heard) == times


def test_a_change_that_is_not_answered_in_time_is_a_timeout_and_is_not_repeated() -> None:
    deaf = Deaf(silent=True)
    with pytest.raises(ServiceError) as refused:
        Client("other", deaf.url, seconds=0.2).ask("POST", "/things", body={})
    deaf.close()
    assert (refused.value.status, refused.value.code) == (504, "timeout")
    assert len(deaf.heard) == 1


def test_a_file_is_sent_whole_and_its_name_cannot_break_out_of_its_header(client: Client) -> None:
    content = bytes(range(256)) * 1000
    file = Upload('a"\r\nX: y.csv', BytesIO(content), "text/csv")
    said = client.upload("/files", {"kind": "persons"}, file, boundary="b-1")
    assert (said["kind"], said["filename"], said["type"]) == ("persons", "a___X: y.csv", "text/csv")
    assert bytes.fromhex(said["content"]) == content
    assert said["length"] > len(content)


def test_a_file_is_given_out_as_it_comes(client: Client) -> None:
    file = client.fetch("/file")
    assert (b"".join(file.content), file.mimetype, file.disposition) == (
        CONTENT,
        "text/csv; charset=utf-8",
        "attachment",
    )
    with pytest.raises(ServiceError):
        client.fetch("/list")
