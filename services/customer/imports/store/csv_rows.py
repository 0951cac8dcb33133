"""CSV files: which encoding, which delimiter, and their rows from any place on."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from services.customer.imports.domain.problems import LARGEST_CELL, FileProblem, UnreadableFile
from services.customer.imports.store.stored_file import blocks, unpacked

DELIMITERS = ",;\t|"
NO_TABLES = (b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"{\\rtf")
csv.field_size_limit(LARGEST_CELL)


@dataclass(frozen=True)
class Place:
    """Where reading goes on: a byte of the unpacked file, and how many rows are before it."""

    offset: int
    row: int


@dataclass
class Record:
    """One row of a file, its cells trimmed. ``cut_off``: the file ends here, without the end of a line."""

    number: int
    cells: list[str]
    cut_off: bool = False


def find_encoding(file: IO[bytes]) -> str:
    """``utf-8-sig``, ``utf-8`` or ``gb18030``: the first in which the whole file reads without an error.

    Raises UnreadableFile with the row where reading as what it seems to be fails.
    """
    first = next(blocks(file), b"")
    if not first.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(FileProblem.EMPTY_FILE)
    if first.startswith(NO_TABLES) or first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problem = FileProblem.WRONG_ENCODING if first[0] >= 0xFE else FileProblem.NOT_A_TABLE
        raise UnreadableFile(problem, row=1)
    utf8 = _first_bad_row(file, "utf-8")
    if utf8 is None:
        return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"
    if _says_utf8(first):
        raise UnreadableFile(FileProblem.WRONG_ENCODING, row=utf8)
    gb = _first_bad_row(file, "gb18030")
    if gb is not None:
        raise UnreadableFile(FileProblem.WRONG_ENCODING, row=max(utf8, gb))
    return "gb18030"


def _says_utf8(first: bytes) -> bool:
    """Whether the headings are UTF-8 beyond doubt: then a bad byte further on does not make the file GBK."""
    line = first.partition(b"\n")[0]
    try:
        return first.startswith(codecs.BOM_UTF8) or not line.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _first_bad_row(file: IO[bytes], encoding: str) -> int | None:
    row = 1
    for block in blocks(file):
        if b"\0" in block:
            raise UnreadableFile(FileProblem.NOT_A_TABLE, row=row + block[: block.index(b"\0")].count(b"\n"))
        try:
            block.decode(encoding)
        except UnicodeDecodeError as error:
            row += block[: error.start].count(b"\n")
            if error.reason == "unexpected end of data" and not block.endswith(b"\n"):
                raise UnreadableFile(FileProblem.HALF_A_FILE, row=row) from None
            return row
        row += block.count(b"\n")
    return None


def find_delimiter(line: str) -> str:
    """The character that separates the headings: whichever of the usual ones is there most often."""
    return max(DELIMITERS, key=line.count)


class CsvRows:
    """The rows of a CSV file from a place on; ``place`` is where the next one begins."""

    def __init__(self, file: IO[bytes], encoding: str, place: Place, delimiter: str = "") -> None:
        self._encoding = encoding.removesuffix("-sig")
        bom = len(codecs.BOM_UTF8) if encoding.endswith("-sig") else 0
        self._blocks = blocks(file, max(place.offset, bom))
        self._block_start, self._taken = max(place.offset, bom), 0
        self._lines: list[bytes] = []
        self.delimiter, self.row = delimiter, place.row

    @property
    def place(self) -> Place:
        """Where the next row begins; right only between two rows."""
        return Place(self._block_start + sum(map(len, self._lines[: self._taken])), self.row)

    def __iter__(self) -> Iterator[Record]:
        lines = self._decoded()
        if not self.delimiter:
            first = next(lines, "")
            self.delimiter = find_delimiter(first)
            lines = _before(first, lines)
        reader = csv.reader(lines, delimiter=self.delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problem = FileProblem.CELL_TOO_LARGE if "limit" in str(error) else FileProblem.NOT_A_TABLE
                raise UnreadableFile(problem, row=self.row + 1) from None
            self.row += 1
            yield Record(self.row, [cell.strip() for cell in cells], cut_off=self._at_open_end)

    @property
    def _at_open_end(self) -> bool:
        return self._taken == len(self._lines) and not self._lines[-1].endswith(b"\n")

    def _decoded(self) -> Iterator[str]:
        for block in self._blocks:
            self._block_start += sum(map(len, self._lines))
            self._lines = _lines(block)
            self._taken = 0
            for line in block.decode(self._encoding).split("\n"):
                if self._taken == len(self._lines):
                    break
                self._taken += 1
                yield line + "\n"


def _lines(block: bytes) -> list[bytes]:
    """Lines by ``\\n`` alone, as the csv module counts them here."""
    parts = block.split(b"\n")
    last = parts.pop()
    return [part + b"\n" for part in parts] + ([last] if last else [])


def _before(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def open_csv(file: IO[bytes], encoding: str, place: Place, delimiter: str = "") -> CsvRows:
    """The rows of a CSV file, packed or not, from a place on."""
    return CsvRows(unpacked(file), encoding, place, delimiter)
