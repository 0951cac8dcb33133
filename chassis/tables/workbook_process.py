"""The process in which a workbook is opened: it may use so much memory and time and no more, and knows nothing else.

Standard input is the file. Standard output is lines of JSON: what the workbook is, then a row a line, then how it
ended. Whoever started it reads the lines as they come; when it dies, the file was too much.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from xml.parsers import expat

from chassis.tables import ods, xls, xlsx
from chassis.tables.problems import Limits, Row, TableProblem, UnreadableTable
from chassis.tables.xml_parts import Parts

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SHEETS = 200
LONGEST_NAME = 100
DONE = "done"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)


def limit_myself(limits: Limits) -> None:
    """Take away from this process what it may not use."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.computing, limits.computing))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class Opened:
    """A workbook: of which kind, its visible sheets (name, place), which one it opens with, and how to read one."""

    rows: Callable[[int], Iterator[Row]]
    filled: Callable[[int], bool]

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        start = file.read(len(OLE2))
        file.seek(0)
        self._limits = limits
        self.sheets: list[tuple[str, int]]
        if start == OLE2:
            self._open_xls(file)
        else:
            self._parts = Parts(file, limits)
            self._open_ods() if ods.CONTENT in self._parts else self._open_xlsx()

    def _open_xls(self, file: IO[bytes]) -> None:
        book = xls.OldWorkbook(file.read())
        self.format, self.active = "xls", book.active_sheet()
        visible = [place for place in range(len(book.names)) if book.is_visible(place)]
        self.sheets = [(book.names[place], place) for place in visible]
        self.rows = lambda place: book.rows_of(place, self._limits)
        self.filled = lambda place: next(book.rows_of(place, self._limits), None) is not None

    def _open_ods(self) -> None:
        sheets, active = ods.open_ods(self._parts)
        self.format = "ods"
        self.active = next((place for place, sheet in enumerate(sheets) if sheet.name == active), 0)
        self.sheets = [(sheet.name, place) for place, sheet in enumerate(sheets) if sheet.visible]
        self.rows = lambda place: iter(ods.OdsRows(self._parts, place, sheets[place].name, self._limits))
        self.filled = lambda place: sheets[place].rows

    def _open_xlsx(self) -> None:
        book = xlsx.open_xlsx(self._parts)
        self.format, self.active = "xlsx", book.active
        self.sheets = [(each.name, place) for place, each in enumerate(book.sheets) if each.visible and each.part]
        self.rows = lambda place: iter(xlsx.SheetRows(self._parts, book, book.sheets[place], self._limits))
        self.filled = lambda place: xlsx.has_rows(self._parts, book.sheets[place])

    def choose(self, wanted: str) -> tuple[str, int, list[str]]:
        """The sheet to be read (name, place) and the names of the others in which something stands: the one that is
        wanted; or the one that the workbook opens with, or the first, whichever is visible and not empty.

        Raises UnreadableTable when the wanted one is not there, or none is visible."""
        filled = [(name, place) for name, place in self.sheets[:MOST_SHEETS] if self._is_filled(place)]
        if wanted:
            found = next((each for each in self.sheets if each[0] == wanted), None)
            if found is None:
                raise UnreadableTable(TableProblem.NO_SUCH_SHEET, sheet=wanted)
        else:
            found = next((each for each in filled if each[1] == self.active), None)
            found = found or next(iter(filled or self.sheets), None)
            if found is None:
                raise UnreadableTable(TableProblem.EMPTY_FILE)
        return *found, [name for name, place in filled if place != found[1]]

    def _is_filled(self, place: int) -> bool:
        """Whether anything stands in a sheet; a broken one is not empty, and refuses nothing unless it is read."""
        try:
            return self.filled(place)
        except (UnreadableTable, *BROKEN, expat.ExpatError):
            return True


def lines_of(file: IO[bytes], sheet: str, after: int, limits: Limits) -> Iterator[dict[str, Any] | list[Any]]:
    """What is said of a workbook: itself, its rows after a number, its end."""
    try:
        opened = Opened(file, limits)
        name, place, others = opened.choose(sheet)
        yield {"format": opened.format, "sheet": name, "others": others}
        yield from _rows(opened.rows(place), name, after, limits)
        yield {"end": DONE}
    except UnreadableTable as error:
        yield {"end": error.problem.value, "place": error.place}
    except BROKEN:
        yield {"end": TableProblem.HALF_A_FILE.value}
    except MemoryError:
        yield {"end": TableProblem.TOO_MUCH_TO_READ.value}
    except expat.ExpatError as error:
        much = error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
        yield {"end": (TableProblem.TOO_MUCH_TO_READ if much else TableProblem.NOT_A_TABLE).value}
    except Exception:
        yield {"end": TableProblem.NOT_A_TABLE.value}


def _rows(rows: Iterable[Row], sheet: str, after: int, limits: Limits) -> Iterator[list[Any]]:
    size = 0
    for count, row in enumerate(rows, start=1):
        size += sum(map(len, row.cells))
        if count > limits.rows:
            raise UnreadableTable(TableProblem.TOO_MANY_ROWS, sheet=sheet, row=row.number)
        if size > limits.unpacked:
            raise UnreadableTable(TableProblem.TOO_LARGE_UNPACKED, sheet=sheet, row=row.number)
        if row.number > after:
            yield [row.number, row.cells, row.flaws]


def main() -> None:
    """Read the file on standard input as the first argument says."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    limit_myself(limits)
    file = os.fdopen(0, "rb")
    out = os.fdopen(1, "w", encoding="utf-8")
    for line in lines_of(file, asked["sheet"], asked["after"], limits):
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
