"""Excel workbooks (.xlsx, .xlsm): their sheets, by the workbook's own relations, and the rows of one of them.

What is read is what was measured: one pass over the sheet, which lays nothing out and holds one row at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chassis.tables.cell_texts import judged
from chassis.tables.number_formats import GENERAL, Format, shown
from chassis.tables.problems import LONGEST_TEXT, CellFlaw, Limits, Row, TableProblem, UnreadableTable
from chassis.tables.xml_parts import Names, Parts, fed, parse, parser, parsing

_ESCAPED = re.compile(r"_x([0-9a-fA-F]{4})_")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MOST_STYLES, MOST_SHEETS = 200_000, 10_000
HIDDEN = ("hidden", "veryHidden")


@dataclass
class Sheet:
    """A sheet of a workbook: its name, where its rows are, and whether people see it."""

    name: str
    part: str
    visible: bool


@dataclass
class Workbook:
    """What a workbook says of itself; ``active`` is the place of the sheet that it opens with."""

    sheets: list[Sheet] = field(default_factory=list)
    active: int = 0
    base_1904: bool = False
    strings: str = ""
    styles: str = ""


def open_xlsx(parts: Parts) -> Workbook:
    """The sheets of a workbook, wherever its parts are and whatever they are called. Raises UnreadableTable."""
    main = next((part for kind, part in parts.relations("").values() if kind == "officeDocument"), "")
    if main not in parts:
        raise UnreadableTable(TableProblem.NOT_A_TABLE)
    relations, book = parts.relations(main), Workbook()
    root: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not root:
            root.append(name)
        if len(book.sheets) > MOST_SHEETS:
            raise UnreadableTable(TableProblem.TOO_MUCH_TO_READ)
        if name == "sheet":
            kind, part = relations.get(attributes.get("id", ""), ("", ""))
            visible = attributes.get("state", "visible") not in HIDDEN
            book.sheets.append(Sheet(attributes.get("name", ""), part if kind == "worksheet" else "", visible))
        elif name == "workbookView":
            book.active = int(attributes.get("activeTab", "0"))
        elif name == "workbookPr":
            book.base_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(parts.content(main), start)
    if root != ["workbook"]:
        raise UnreadableTable(TableProblem.NOT_A_TABLE)
    for kind, part in relations.values():
        book.strings = part if kind == "sharedStrings" else book.strings
        book.styles = part if kind == "styles" else book.styles
    return book


def read_strings(parts: Parts, name: str) -> list[str]:
    """The texts that cells refer to by number; of one that is too long only so much that this is seen."""
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "said": 0, "length": 0}

    def start(element: str, _: dict[str, str]) -> None:
        if element == "si":
            pieces.clear()
            state["length"] = 0
        elif element == "rPh":  # how it is pronounced, not what it says
            state["said"] += 1
        elif element == "t":
            state["text"] = not state["said"]

    def end(element: str) -> None:
        if element == "si":
            strings.append(unescaped("".join(pieces)))
        elif element == "rPh":
            state["said"] -= 1
        elif element == "t":
            state["text"] = False

    def text(data: str) -> None:
        if state["text"] and state["length"] <= LONGEST_TEXT:
            pieces.append(data)
            state["length"] += len(data)

    parse(parts.content(name), start, end, text)
    return strings


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold (``_x000D_``)."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return (
        decoded.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        if max(decoded) >= "\ud800"
        else decoded
    )


def read_formats(parts: Parts, name: str) -> list[Format]:
    """The number format of each style of a cell, in their order."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            inside.append(element)
        elif len(codes) + len(numbers) > MOST_STYLES:
            raise UnreadableTable(TableProblem.TOO_MUCH_TO_READ)
        elif element == "xf" and inside:
            numbers.append(int(attributes.get("numFmtId", "0")))

    def end(element: str) -> None:
        if element == "cellXfs":
            inside.clear()

    parse(parts.content(name), start, end)
    made = {number: Format(number, codes.get(number, "")) for number in set(numbers)}
    return [made[number] for number in numbers]


def has_rows(parts: Parts, sheet: Sheet) -> bool:
    """Whether anything stands in a sheet. Raises UnreadableTable."""
    found: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name in ("v", "is"):
            found.append(name)

    return any(found for _ in parsing(parts.content(sheet.part), start))


class SheetRows:
    """The rows of a sheet from the first to the last, those with nothing in them left out."""

    def __init__(self, parts: Parts, book: Workbook, sheet: Sheet, limits: Limits) -> None:
        self._strings = read_strings(parts, book.strings) if book.strings in parts and book.strings else []
        self._formats = read_formats(parts, book.styles) if book.styles in parts and book.styles else []
        self._parts, self._sheet, self._limits, self._base_1904 = parts, sheet, limits, book.base_1904
        self._done: list[Row] = []
        self._row, self._column = 0, -1
        self._cells: list[str] = []
        self._flaws: list[tuple[int, str]] = []
        self._kind, self._format = "", GENERAL
        self._formula = self._valued = self._inside = self._phonetic = False
        self._text: list[str] = []
        self._length = 0
        self._columns: dict[str, int] = {}

    def __iter__(self) -> Iterator[Row]:
        made, names = parser(), Names()
        starts = {"row": self._start_row, "c": self._start_cell, "v": self._start_value, "f": self._start_formula,
                  "t": self._start_text, "rPh": self._start_phonetic}  # fmt: skip
        ends = {"row": self._end_row, "c": self._end_cell, "v": self._end_text, "t": self._end_text,
                "rPh": self._end_phonetic, "sheetData": self._end_data}  # fmt: skip

        def start(name: str, attributes: dict[str, str]) -> None:
            local = names[name]
            if self._inside:
                if local in starts:
                    starts[local](attributes)
            elif local == "sheetData":
                self._inside = True

        def end(name: str) -> None:
            local = names[name]
            if self._inside and local in ends:
                ends[local]()

        def text(data: str) -> None:
            if self._length <= LONGEST_TEXT:
                self._text.append(data)
                self._length += len(data)

        self._parser, self._take = made, text
        made.StartElementHandler, made.EndElementHandler = start, end
        for _ in fed(made, self._parts.content(self._sheet.part)):
            yield from self._done
            self._done.clear()

    def _wrong(self, problem: TableProblem = TableProblem.NOT_A_TABLE) -> UnreadableTable:
        place: dict[str, Any] = {"column": letters(self._column)} if self._column >= 0 else {}
        return UnreadableTable(problem, sheet=self._sheet.name, row=self._row, **place)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = int(number) if number else self._row + 1
        if row <= self._row:
            raise self._wrong()
        self._row, self._column = row, -1
        self._cells, self._flaws = [], []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if name := attributes.get("r"):
            found = _CELL.fullmatch(name)
            column = self._place(found[1]) if found else -1
            if found is None or int(found[2]) != self._row or column <= self._column:
                raise self._wrong()
            self._column = column
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s")
        self._format = self._formats[int(style)] if style and int(style) < len(self._formats) else GENERAL
        self._formula = self._valued = False
        self._text.clear()
        self._length = 0

    def _place(self, name: str) -> int:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = place_of(name)
        return found

    def _start_value(self, _: dict[str, str]) -> None:
        self._valued = True
        self._parser.CharacterDataHandler = self._take

    def _start_text(self, _: dict[str, str]) -> None:
        if self._kind == "inlineStr" and not self._phonetic:
            self._valued = True
            self._parser.CharacterDataHandler = self._take

    def _end_text(self) -> None:
        self._parser.CharacterDataHandler = None

    def _start_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_data(self) -> None:
        self._inside = False

    def _end_cell(self) -> None:
        raw = "".join(self._text)
        if not self._formula and not raw:
            return
        text, flaw = self._value(raw)
        if not text and not flaw:
            return
        if self._column >= self._limits.columns:
            raise self._wrong(TableProblem.TOO_MANY_COLUMNS)
        cells = self._cells
        if missing := self._column - len(cells):
            cells.extend([""] * missing)
        cells.append(text)
        if flaw:
            self._flaws.append((self._column, flaw))

    def _value(self, raw: str) -> tuple[str, str]:
        kind = self._kind
        if kind == "s" and raw:
            try:
                return self._strings[int(raw)], ""
            except (IndexError, ValueError):
                raise self._wrong() from None
        if self._formula and (not self._valued or (kind != "str" and not raw.strip())):
            return "", CellFlaw.FORMULA_WITHOUT_VALUE
        if kind in ("str", "inlineStr"):
            return unescaped(raw), ""
        if kind == "e":
            return raw, CellFlaw.SPREADSHEET_ERROR
        if kind == "b":
            return ("true" if raw.strip() in ("1", "true") else "false"), ""
        if kind == "d":
            return raw.replace("T", " ").removesuffix("Z").removesuffix(" 00:00:00"), ""
        return shown(raw.strip(), self._format, self._base_1904) if raw.strip() else ("", "")

    def _end_row(self) -> None:
        if self._cells:
            self._done.append(judged(self._row, self._cells, self._flaws))


def place_of(name: str) -> int:
    """The place of a column by its letters: A is 0."""
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - 64
    return place - 1


def letters(place: int) -> str:
    """The letters of a column by its place: 0 is A."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
