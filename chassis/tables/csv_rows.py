"""Rows of text files: by commas, semicolons, tabs or bars, from any place on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from chassis.tables.cell_texts import judged
from chassis.tables.encodings import Encoding
from chassis.tables.heading_rows import FIRST_ROWS, Known
from chassis.tables.packed import blocks
from chassis.tables.problems import CellFlaw, Row, TableProblem, UnreadableTable

DELIMITERS = ",;\t|"
LARGEST_CELL = 1024 * 1024
"""Characters of a cell at which reading stops: it is a quotation mark that was never closed, or no table."""
csv.field_size_limit(LARGEST_CELL)
_SAYS_DELIMITER = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where reading goes on: a byte of the unpacked file, and how many rows are before it."""

    offset: int = 0
    row: int = 0


@dataclass(frozen=True)
class Form:
    """How a text file is written. ``old_ends``: its lines end with a carriage return alone."""

    encoding: Encoding
    delimiter: str
    old_ends: bool = False


def find_form(file: IO[bytes], encoding: Encoding, known: Known) -> tuple[Form, Place]:
    """How a text file is written, and where its rows begin: after the line that only names the delimiter."""
    start = next(blocks(file, encoding.bom, encoding.line_end), b"").decode(encoding.codec, "replace")
    old_ends = "\r" in start and "\n" not in start
    lines = (start.replace("\r", "\n") if old_ends else start).split("\n")[: 4 * FIRST_ROWS]
    if said := _SAYS_DELIMITER.fullmatch(lines[0]):
        first = len((lines[0] + "\n").encode(encoding.codec))
        return Form(encoding, said[1], old_ends), Place(encoding.bom + first)
    best = max(DELIMITERS, key=lambda delimiter: _worth(lines, delimiter, known))
    return Form(encoding, best, old_ends), Place(encoding.bom)


def _worth(lines: Sequence[str], delimiter: str, known: Known) -> tuple[int, int]:
    """How well a delimiter does: headings that it makes known, and cells that it makes in the first line with any."""
    rows = list(islice(_lenient(lines, delimiter), FIRST_ROWS))
    cells = next((len(row) for row in rows if len(row) > 1), 0)
    return max((known([cell.strip() for cell in row]) for row in rows), default=0), cells


def _lenient(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


class CsvRows:
    """The rows of a text file from a place on; ``place`` is where the next one begins. ``width``: how many cells a row
    has, as far as that is known: by it rows are found that were swallowed by a quotation mark.

    Raises UnreadableTable when a quotation mark is never closed, or a cell has no end.
    """

    def __init__(self, file: IO[bytes], form: Form, place: Place, width: int = 0) -> None:
        self._form, self._width = form, width
        self._line_end = b"\r" if form.old_ends else form.encoding.line_end
        self._wide = len(form.encoding.line_end)
        self._blocks = blocks(file, place.offset, form.encoding.line_end)
        if form.old_ends and self._wide == 1:
            self._blocks = blocks(file, place.offset, b"\r")
        self._block_start, self._taken = place.offset, 0
        self._sizes: list[int] = []
        self._open = False
        self._raw: list[str] = []
        self.row = place.row

    @property
    def place(self) -> Place:
        """Where the next row begins; right only between two rows."""
        return Place(self._block_start + sum(self._sizes[: self._taken]), self.row)

    def __iter__(self) -> Iterator[Row]:
        reader = csv.reader(self._lines(), delimiter=self._form.delimiter, strict=True)
        while True:
            self._raw.clear()
            flaws: list[tuple[int, str]] = []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cells = self._badly_quoted(str(error))
                flaws = [(max(len(cells) - 1, 0), CellFlaw.BAD_QUOTES)]
            self.row += 1
            if len(self._raw) > 1 and self._width > 1 and not flaws:
                flaws = self._swallowed(cells)
            row = judged(self.row, cells, flaws)
            row.cut_off = self._open and self._taken == len(self._sizes)
            yield row

    def _badly_quoted(self, error: str) -> list[str]:
        """What can be read of a row whose quotation marks are wrong."""
        if "unexpected end" in error:
            raise UnreadableTable(TableProblem.OPEN_QUOTE, row=self.row + 1)
        if "limit" in error:
            problem = TableProblem.OPEN_QUOTE if len(self._raw) > 1 else TableProblem.CELL_TOO_LARGE
            raise UnreadableTable(problem, row=self.row + 1)
        text = " ".join(line.strip() for line in self._raw)
        return next(csv.reader([text.replace('"', "")], delimiter=self._form.delimiter), [])

    def _swallowed(self, cells: Sequence[str]) -> list[tuple[int, str]]:
        """Cells that hold line ends and as many delimiters as a row has."""
        return [
            (place, CellFlaw.ROWS_IN_A_CELL)
            for place, cell in enumerate(cells)
            if "\n" in cell.strip() and cell.count(self._form.delimiter) >= self._width - 1
        ]

    def _lines(self) -> Iterator[str]:
        codec = self._form.encoding.codec
        for block in self._blocks:
            self._block_start += sum(self._sizes)
            self._taken = 0
            text = block.decode(codec)
            lines = text.replace("\r", "\n").split("\n") if self._form.old_ends else text.split("\n")
            last = lines.pop()
            self._open = bool(last)
            self._sizes = self._sizes_of(block, lines, last)
            for line in [*lines, *([last] if last else [])]:
                self._taken += 1
                self._raw.append(line)
                yield line + "\n"

    def _sizes_of(self, block: bytes, lines: Sequence[str], last: str) -> list[int]:
        """How many bytes each line takes, its end included."""
        if self._wide > 1:
            codec = self._form.encoding.codec
            sizes = [len(line.encode(codec)) + self._wide for line in lines]
            return [*sizes, *([len(last.encode(codec))] if last else [])]
        parts = block.split(self._line_end)
        rest = parts.pop()
        return [*(len(part) + 1 for part in parts), *([len(rest)] if rest else [])]
