"""Calling a service: what goes out, what comes back, and what is asked again."""

import socket
import threading
from collections.abc import Iterator
from io import BytesIO

import pytest

from chassis.client import Client, ServiceError, Upload
from tests.gateway.outside import Outside


@pytest.fixture
def service() -> Iterator[Outside]:
    outside = Outside()
    yield outside
    outside.close()


@pytest.fixture
def client(service: Outside) -> Client:
    return Client("other", service.url, seconds=2)


def test_empty_values_of_a_query_are_not_sent_and_true_is_true(service: Outside, client: Client) -> None:
    service.says("GET", "/things", {"items": []})
    client.ask("GET", "/things", query={"q": "张 三", "kind": "", "after": None, "mine": True, "old": False, "n": 0})
    assert service.heard[0].query == "q=%E5%BC%A0+%E4%B8%89&mine=true&n=0"


def test_a_refusal_carries_its_code_detail_and_fields(service: Outside, client: Client) -> None:
    service.refuses("POST", "/things", 422, "invalid", name=["required"])
    with pytest.raises(ServiceError) as refused:
        client.ask("POST", "/things", body={})
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert refused.value.fields == {"name": ["required"]}


def test_an_error_page_that_is_no_json_is_an_error_with_a_code(service: Outside, client: Client) -> None:
    service.says("GET", "/things", b"<html>bad gateway</html>", 502)
    service.says("GET", "/others", b"[1]", 404)
    with pytest.raises(ServiceError) as refused:
        client.ask("GET", "/things")
    assert (refused.value.status, refused.value.code) == (502, "unavailable")
    with pytest.raises(ServiceError) as refused:
        client.ask("GET", "/others")
    assert (refused.value.status, refused.value.code) == (404, "http_error")


def test_a_service_that_is_away_is_unavailable(service: Outside, client: Client) -> None:
    service.close()
    with pytest.raises(ServiceError) as refused:
        client.ask("GET", "/things")
    assert (refused.value.status, refused.value.code, refused.value.detail) == (
        503,
        "unavailable",
        {"service": "other"},
    )


def test_a_connection_is_kept_for_the_next_request(service: Outside, client: Client) -> None:
    service.says("GET", "/things", {})
    for _ in range(5):
        client.ask("GET", "/things")
    assert client._pool.num_connections == 1
    assert client._pool.num_requests == 5


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


def test_a_file_is_sent_whole_and_its_name_cannot_break_out_of_its_header(service: Outside, client: Client) -> None:
    service.says("POST", "/files", {"id": 1}, 201)
    content = bytes(range(256)) * 1000
    file = Upload('a"\r\nX: y.csv', BytesIO(content), "text/csv")
    assert client.upload("/files", {"kind": "persons"}, file, boundary="b-1") == {"id": 1}
    [heard] = service.heard
    assert heard.headers["Content-Length"] == str(len(heard.body))
    head, _, rest = heard.body.partition(b"text/csv\r\n\r\n")
    assert b'filename="a___X: y.csv"' in head
    assert rest == content + b"\r\n--b-1--\r\n"


def test_a_file_is_given_out_as_it_comes(service: Outside, client: Client) -> None:
    content = b"0123456789" * 50_000
    service.says("GET", "/file", content, Content_Type="text/csv", Content_Disposition="attachment")
    file = client.fetch("/file")
    assert (b"".join(file.content), file.mimetype, file.disposition) == (content, "text/csv", "attachment")
    service.refuses("GET", "/file", 404, "not_found")
    with pytest.raises(ServiceError):
        client.fetch("/file")
