"""OpenDocument spreadsheets (.ods): their sheets, and the rows of one of them as its cells show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chassis.tables.cell_texts import judged
from chassis.tables.number_formats import GENERAL, shown
from chassis.tables.problems import LONGEST_TEXT, CellFlaw, Limits, Row, TableProblem, UnreadableTable
from chassis.tables.xlsx import letters
from chassis.tables.xml_parts import Parts, parse, parsing

CONTENT, MANIFEST, SETTINGS = "content.xml", "META-INF/manifest.xml", "settings.xml"
MOST_REPEATS = 2_000_000
_SILENT = frozenset({"annotation", "shapes", "forms", "tracked-changes", "note"})
"""Elements whose texts are not what a cell says."""


@dataclass
class OdsSheet:
    """A sheet: its name, whether people see it, whether anything stands in it."""

    name: str
    visible: bool = True
    rows: bool = False


@dataclass
class _Walk:
    """Where a pass over the content is."""

    sheet: int = -1
    silent: int = 0
    row: int = 0
    repeat_row: int = 1
    column: int = 0
    repeat: int = 1
    kind: str = ""
    value: str = ""
    error: bool = False
    formula: bool = False
    inside: bool = False
    text: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0
    cells: list[str] = field(default_factory=list)
    flaws: list[tuple[int, str]] = field(default_factory=list)


def is_locked(parts: Parts) -> bool:
    """Whether a password is needed."""
    found: list[str] = []
    if MANIFEST in parts:
        parse(parts.content(MANIFEST), lambda name, _: found.append(name) if name == "encryption-data" else None)
    return bool(found)


def open_ods(parts: Parts) -> tuple[list[OdsSheet], str]:
    """The sheets in their order, and the name of the one that the file opens with. Raises UnreadableTable."""
    if is_locked(parts):
        raise UnreadableTable(TableProblem.LOCKED)
    sheets: list[OdsSheet] = []
    hidden: set[str] = set()
    style: list[str] = []
    seen: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "spreadsheet":
            seen.append(name)
        elif name == "style":
            style[:] = [attributes.get("name", "")]
        elif name == "table-properties" and attributes.get("display") == "false" and style:
            hidden.add(style[0])
        elif name == "table" and seen:
            sheets.append(OdsSheet(attributes.get("name", ""), attributes.get("style-name", "") not in hidden))
        elif name == "p" and sheets:
            sheets[-1].rows = True

    parse(parts.content(CONTENT), start)
    if not seen:
        raise UnreadableTable(TableProblem.NOT_A_TABLE)
    return sheets, _active(parts)


def _active(parts: Parts) -> str:
    names: list[str] = []
    inside: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        inside[0] = name == "config-item" and attributes.get("name") == "ActiveTable"

    def text(data: str) -> None:
        if inside[0]:
            names.append(data)

    if SETTINGS in parts:
        parse(parts.content(SETTINGS), start, lambda _: inside.__setitem__(0, False), text)
    return "".join(names)


class OdsRows:
    """The rows of the sheet at a place, those with nothing in them left out. Raises UnreadableTable."""

    def __init__(self, parts: Parts, place: int, name: str, limits: Limits) -> None:
        self._parts, self._place, self._name, self._limits = parts, place, name, limits
        self._at = _Walk()
        self._done: list[tuple[int, Row]] = []

    def __iter__(self) -> Iterator[Row]:
        for _ in parsing(self._parts.content(CONTENT), self._start, self._end, self._text):
            for repeat, row in self._done:
                for more in range(repeat):
                    yield Row(row.number + more, row.cells, row.flaws)
            self._done.clear()
            if self._at.sheet > self._place:
                return

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._at
        if name == "table":
            at.sheet += 1
            at.row = 0
        if at.sheet != self._place:
            return
        if name in _SILENT:
            at.silent += 1
        elif at.silent:
            return
        elif name == "table-row":
            at.repeat_row = _repeats(attributes, "number-rows-repeated")
            at.column, at.cells, at.flaws = 0, [], []
        elif name in ("table-cell", "covered-table-cell"):
            self._start_cell(attributes)
        elif at.inside:
            self._start_text(name, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        at = self._at
        at.repeat = _repeats(attributes, "number-columns-repeated")
        at.kind = attributes.get("value-type", "")
        at.error = attributes.get("value-type") == "error"
        at.value = next(
            (attributes[key] for key in ("value", "date-value", "time-value", "boolean-value") if key in attributes), ""
        )
        at.formula = bool(attributes.get("formula"))
        at.text.clear()
        at.length = at.paragraphs = 0
        at.inside = True

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        at = self._at
        if name == "p":
            at.paragraphs += 1
            if at.paragraphs > 1:
                self._text("\n")
        elif name == "s":
            self._text(" " * min(int(attributes.get("c", "1")), LONGEST_TEXT))
        elif name in ("tab", "line-break"):
            self._text("\t" if name == "tab" else "\n")

    def _text(self, data: str) -> None:
        at = self._at
        if at.inside and at.paragraphs and not at.silent and at.length <= LONGEST_TEXT:
            at.text.append(data)
            at.length += len(data)

    def _end(self, name: str) -> None:
        at = self._at
        if at.sheet != self._place:
            return
        if name in _SILENT:
            at.silent -= 1
        elif at.silent:
            return
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            if at.cells:
                self._done.append((at.repeat_row, judged(at.row + 1, at.cells, at.flaws)))
            at.row += at.repeat_row

    def _end_cell(self) -> None:
        at = self._at
        at.inside = False
        text, flaw = self._value("".join(at.text))
        if text or flaw:
            if at.column + at.repeat > self._limits.columns:
                column = letters(at.column)
                raise UnreadableTable(TableProblem.TOO_MANY_COLUMNS, sheet=self._name, row=at.row + 1, column=column)
            at.cells += [""] * (at.column - len(at.cells)) + [text] * at.repeat
            at.flaws += [(at.column + more, flaw) for more in range(at.repeat) if flaw]
        at.column += at.repeat

    def _value(self, seen: str) -> tuple[str, str]:
        """What a cell says: of a number what it shows where that is the same number, else the number itself."""
        at = self._at
        read = _READERS.get(at.kind)
        if at.error:
            return seen or "#N/A", CellFlaw.SPREADSHEET_ERROR
        if at.formula and not at.kind:
            return seen, CellFlaw.FORMULA_WITHOUT_VALUE
        return read(at.value, seen) if read and at.value else (seen, "")


def _number(value: str, seen: str) -> tuple[str, str]:
    text, flaw = shown(value, GENERAL)
    padded = seen.strip()
    if not flaw and padded.isascii() and padded.isdigit() and padded.lstrip("0") == text:
        return padded, ""
    return text, flaw


def _date(value: str, seen: str) -> tuple[str, str]:
    return value.replace("T", " ").partition(".")[0].removesuffix("Z").removesuffix(" 00:00:00"), ""


def _time(value: str, seen: str) -> tuple[str, str]:
    digits = "".join(char if char.isdigit() or char == "." else " " for char in value).split()
    if value.startswith("PT") and len(digits) == 3:
        return ":".join(f"{int(float(part)):02}" for part in digits), ""
    return seen, ""


_READERS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "float": _number,
    "currency": _number,
    "percentage": lambda value, seen: (seen or value, ""),
    "date": _date,
    "time": _time,
    "boolean": lambda value, seen: (value, ""),
}


def _repeats(attributes: dict[str, str], name: str) -> int:
    return max(1, min(int(attributes.get(name, "1")), MOST_REPEATS))
