"""The bytes of an uploaded file: pieces in the database, read like a file and unpacked on the way, never whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.customer.imports.domain.problems import LARGEST_UNPACKED, FileProblem, UnreadableFile
from services.customer.imports.store.models import ImportChunk

PIECE = 1024 * 1024
LONGEST_LINE = 16 * PIECE
GZIP = b"\x1f\x8b"


def store_file(session: Session, import_id: UUID, file: IO[bytes]) -> None:
    """Put a file into the database in pieces."""
    number = 0
    while data := file.read(PIECE):
        session.execute(insert(ImportChunk).values(import_id=import_id, number=number, data=data))
        number += 1


class StoredFile(io.RawIOBase):
    """An uploaded file, read piece by piece."""

    def __init__(self, session: Session, import_id: UUID, size: int) -> None:
        self._session, self._import_id, self._size = session, import_id, size
        self._at = 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        number, start = divmod(self._at, PIECE)
        if self._at >= self._size:
            return 0
        if number != self._number:
            row = select(ImportChunk.data).where(ImportChunk.import_id == self._import_id, ImportChunk.number == number)
            self._number, self._piece = number, self._session.scalars(row).one()
        data = self._piece[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def open_stored(session: Session, import_id: UUID, size: int) -> IO[bytes]:
    """The uploaded file as it was sent."""
    return io.BufferedReader(StoredFile(session, import_id, size), PIECE)


def unpacked(file: IO[bytes]) -> IO[bytes]:
    """The file itself, or what a .gz file holds."""
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if start == GZIP else file  # type: ignore[return-value]


def blocks(file: IO[bytes], start: int = 0) -> Iterator[bytes]:
    """The file's bytes from ``start`` on, in blocks that end at the end of a line (the last one where the file ends).

    Raises UnreadableFile when the file breaks off, is broken, or unpacks to more than is allowed.
    """
    rest, size, row = b"", start, 1
    try:
        file.seek(start)
        while data := file.read(PIECE):
            size += len(data)
            if size > LARGEST_UNPACKED:
                raise UnreadableFile(FileProblem.TOO_LARGE_UNPACKED)
            cut = data.rfind(b"\n") + 1
            if cut:
                yield rest + data[:cut]
                rest, row = data[cut:], row + data.count(b"\n")
            elif len(rest) > LONGEST_LINE:
                raise UnreadableFile(FileProblem.CELL_TOO_LARGE, row=row)
            else:
                rest += data
    except EOFError:
        raise UnreadableFile(FileProblem.HALF_A_FILE) from None
    except (gzip.BadGzipFile, zlib.error):
        raise UnreadableFile(FileProblem.NOT_A_TABLE) from None
    if rest:
        yield rest
