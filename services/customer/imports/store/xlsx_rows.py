"""Excel workbooks: looked through before they are opened (a small file can unfold without end), then read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from python_calamine import CalamineError, load_workbook

from services.customer.imports.domain.problems import (
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_SHEET_CELLS,
    FileProblem,
    UnreadableFile,
)
from services.customer.imports.store.csv_rows import Record

ZIP = b"PK"
XLSX = "xlsx"


def is_workbook(file: IO[bytes]) -> bool:
    """Whether a file is a zip: then it has to be a workbook."""
    start = file.read(2)
    file.seek(0)
    return start == ZIP


def look_through(file: IO[bytes]) -> None:
    """Make sure that a workbook can be opened without harm, and that its formulas carry their values.

    Raises UnreadableFile when it is broken or none, unpacks to more than is allowed, spans too many cells, or has
    cells with a formula whose value no program has worked out.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise UnreadableFile(FileProblem.NOT_A_TABLE)
            size = 0
            for info in archive.infolist():
                sheet = _Sheet() if info.filename.startswith("xl/worksheets/sheet") else None
                for data in _content(archive, info):
                    size += len(data)
                    if size > LARGEST_UNPACKED:
                        raise UnreadableFile(FileProblem.TOO_LARGE_UNPACKED)
                    if sheet:
                        sheet.feed(data)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise UnreadableFile(FileProblem.HALF_A_FILE) from None
    except (expat.ExpatError, RuntimeError, NotImplementedError, CellCoordinatesException):
        raise UnreadableFile(FileProblem.NOT_A_TABLE) from None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    info.file_size = 2 * LARGEST_UNPACKED  # what the file says of itself may be a lie: read to the real end
    with archive.open(info) as member:
        while data := member.read(1024 * 1024):
            yield data


@dataclass
class _Sheet:
    """Follows the XML of a sheet: how far it reaches, and formulas without values."""

    rows: int = 0
    columns: int = 0
    at: str = ""
    formula: bool = False
    value: bool = False
    parser: Any = field(default=None)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes) -> None:
        self.parser.Parse(data, False)

    def _entity(self, *_: Any) -> None:
        raise UnreadableFile(FileProblem.NOT_A_TABLE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.at, self.formula, self.value = attributes.get("r", ""), False, False
            if self.at:
                self._reach(self.at)
        elif name == "f":
            self.formula = True
        elif self.formula and name in ("v", "t"):
            self.parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self.value = self.value or bool(text.strip())

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif name == "c" and self.formula and not self.value:
            letters, row = coordinate_from_string(self.at) if self.at else ("", 0)
            raise UnreadableFile(FileProblem.FORMULAS_WITHOUT_VALUES, row=row, column=letters)

    def _reach(self, coordinate: str) -> None:
        letters, row = coordinate_from_string(coordinate)
        self.rows, self.columns = max(self.rows, row), max(self.columns, column_index_from_string(letters))
        if self.columns > MOST_COLUMNS:
            raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS, row=row, column=letters)
        if self.rows * self.columns > MOST_SHEET_CELLS:
            raise UnreadableFile(FileProblem.TOO_MANY_ROWS, row=row)


def rows_of(file: IO[bytes], after: int = 0) -> Iterator[Record]:
    """The rows of a workbook's first sheet that come after row number ``after``. Raises UnreadableFile."""
    try:
        with load_workbook(io.BytesIO(file.read())) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            if sheet.start is None:
                return
            for number, cells in enumerate(sheet.iter_rows(), start=1):  # with the empty rows before the first one
                if number > after:
                    yield Record(number, [as_text(cell).strip() for cell in cells])
    except CalamineError:
        raise UnreadableFile(FileProblem.NOT_A_TABLE) from None


def as_text(value: object) -> str:
    """A cell as one would type it: a whole number without its .0, a date as 2026-10-31."""
    match value:
        case str():
            return value.replace("\0", "")
        case bool():
            return str(value).lower()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
        case datetime():
            midnight = value.time() == value.time().min
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    return str(value)
