"""The bytes of attachments: kept once, given back as they were given, looked through first."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chassis.errors import Unavailable
from chassis.files.scanning import FileInfected, scan
from chassis.files.storage import FileDamaged, Storage, StorageMissing
from ops.servers import free_port


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """A storage in a folder that is not there yet."""
    return Storage(f"file://{tmp_path}/files")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_as_they_were_given_and_are_kept_once(storage: Storage, tmp_path: Path) -> None:
    first, again = storage.put(b"contract"), storage.put(b"contract")
    assert first == again
    assert (first.size, storage.get(first.sha256)) == (8, b"contract")
    assert len(files_in(tmp_path)) == 1


def test_bytes_that_were_changed_or_lost_behind_our_back_are_not_given_out(storage: Storage, tmp_path: Path) -> None:
    stored = storage.put(b"contract")
    [file] = files_in(tmp_path)
    file.write_bytes(b"c0ntract")
    with pytest.raises(FileDamaged, match=stored.sha256):
        storage.get(stored.sha256)
    file.unlink()
    with pytest.raises(FileDamaged, match=stored.sha256):
        storage.get(stored.sha256)


def test_without_a_storage_no_file_is_taken() -> None:
    with pytest.raises(StorageMissing):
        Storage("").put(b"contract")
    with pytest.raises(StorageMissing):
        Storage("").get("0" * 64)


@pytest.fixture
def scanner() -> Iterator[Callable[[bytes], str]]:
    """``scanner(answer)`` is the address of a ClamAV that says so of every file; it plays somebody outside."""
    sockets: list[socket.socket] = []

    def listen(answer: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        sockets.append(server)
        threading.Thread(target=_answer, args=(server, answer), daemon=True).start()
        return f"tcp://127.0.0.1:{server.getsockname()[1]}"

    yield listen
    for server in sockets:
        server.close()


def _answer(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as said:
        said.readline()  # nINSTREAM
        while size := struct.unpack("!L", said.read(4))[0]:
            said.read(size)
        connection.sendall(answer)


def test_a_file_that_the_scanner_finds_clean_passes(scanner: Callable[[bytes], str]) -> None:
    scan(scanner(b"stream: OK\n"), b"contract")


def test_a_file_with_a_virus_is_refused_by_its_name(scanner: Callable[[bytes], str]) -> None:
    with pytest.raises(FileInfected) as refused:
        scan(scanner(b"stream: Eicar-Test-Signature FOUND\n"), b"virus")
    assert refused.value.detail == {"found": "Eicar-Test-Signature"}


def test_where_a_scanner_is_named_and_does_not_answer_no_file_is_taken(scanner: Callable[[bytes], str]) -> None:
    with pytest.raises(Unavailable):
        scan(f"tcp://127.0.0.1:{free_port()}", b"contract")
    with pytest.raises(Unavailable):
        scan(scanner(b"nonsense\n"), b"contract")


def test_without_a_scanner_nothing_is_looked_through() -> None:
    scan("", b"virus")
