"""Files as they came, packed with gzip or not: read to a limit, never whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any

from chassis.tables.problems import TableProblem, UnreadableTable

PIECE = 1024 * 1024
GZIP = b"\x1f\x8b"


class Unpacked(io.RawIOBase):
    """A file, or what a .gz file holds, up to a number of bytes.

    Raises UnreadableTable when there is more, or when a packed file breaks off or is broken.
    """

    def __init__(self, file: IO[bytes], limit: int) -> None:
        file.seek(0)
        packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        self._file: Any = gzip.GzipFile(fileobj=file) if packed else file
        self._limit = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _named():
            return int(self._file.seek(offset, whence))

    def readinto(self, buffer: Any) -> int:
        with _named():
            data = self._file.read(len(buffer))
            if data and self._file.tell() > self._limit:
                raise UnreadableTable(TableProblem.TOO_LARGE_UNPACKED)
        buffer[: len(data)] = data
        return len(data)


class _named:
    """What gzip says of a broken file, as a problem with a code."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, EOFError):
            raise UnreadableTable(TableProblem.HALF_A_FILE) from None
        if isinstance(error, (gzip.BadGzipFile, zlib.error)):
            raise UnreadableTable(TableProblem.NOT_A_TABLE) from None


def unpacked(file: IO[bytes], limit: int) -> IO[bytes]:
    """The file itself, or what a .gz file holds; more than ``limit`` bytes are refused when they are reached."""
    return io.BufferedReader(Unpacked(file, limit), PIECE)


def blocks(file: IO[bytes], start: int = 0, line_end: bytes = b"\n") -> Iterator[bytes]:
    """The file's bytes from ``start`` on, in blocks that end at the end of a line (the last one where the file ends).

    ``line_end`` is one character in the file's encoding; ``start`` stands between two characters. Raises
    UnreadableTable when a line does not end.
    """
    rest, row = b"", 1
    file.seek(start)
    while data := file.read(PIECE):
        data = rest + data
        cut = _after_last(data, line_end)
        if not cut and len(data) > 16 * PIECE:
            raise UnreadableTable(TableProblem.CELL_TOO_LARGE, row=row)
        if cut:
            yield data[:cut]
            row += data.count(line_end)
        rest = data[cut:]
    if rest:
        yield rest


def _after_last(data: bytes, line_end: bytes) -> int:
    """Where the last line that ends in ``data`` ends."""
    width, at = len(line_end), len(data)
    while (at := data.rfind(line_end, 0, at)) >= 0:
        if at % width == 0:
            return at + width
        at += width - 1
    return 0
