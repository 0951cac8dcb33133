"""The bytes of an uploaded file: pieces in the database, read like a file, never whole."""

from __future__ import annotations

import io
from typing import IO, Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.customer.imports.store.models import ImportChunk

PIECE = 1024 * 1024


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
