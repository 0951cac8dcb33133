"""Files as spreadsheet programs write them, and such as nobody should; and how the chassis reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter

from chassis.tables.opening import ReadAs, look, rows_from
from chassis.tables.problems import Choice, Limits, Row

WORDS = frozenset(["编号", "姓名", "手机", "地址", "背景", "编號", "code", "name", "mobile", "address", "notes"])
LIMITS = Limits(memory=1024 * 1024 * 1024, computing=60, waiting=110)


def known(cells: Sequence[str]) -> int:
    """How many of some cells are headings."""
    return sum(cell.lower() in WORDS for cell in cells)


def read(content: bytes, limits: Limits = LIMITS, **choice: Any) -> tuple[ReadAs, list[str], list[Row]]:
    """How a file is read, its headings and its rows."""
    file = io.BytesIO(content)
    looked = look(file, known, limits, Choice(**choice))
    with rows_from(file, looked.read_as, looked.place, len(looked.headings), limits) as rows:
        return looked.read_as, looked.headings, list(rows)


def rows_of(content: bytes, **options: Any) -> list[tuple[int, list[str], list[tuple[int, str]]]]:
    """Number, cells and flaws of the rows of a file."""
    return [
        (row.number, row.cells, [(place, str(code)) for place, code in row.flaws])
        for row in read(content, **options)[2]
    ]


def workbook(
    *rows: Iterable[Any], fill: Callable[[Any, Any], None] | None = None, **sheets: Iterable[Iterable[Any]]
) -> bytes:
    """An Excel workbook: the rows of its first sheet, and other sheets by their names."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_numbers": False, "strings_to_formulas": False})
    for name, lines in {"Sheet1": rows, **sheets}.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    if fill:
        fill(book, book.worksheets()[0])
    book.close()
    return file.getvalue()


def edited(content: bytes, part: str, edit: Callable[[bytes], bytes] | bytes, *, to: str = "") -> bytes:
    """A workbook with another content in one of its parts, and the part under another name when one is given."""
    source, file = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                data = edit(data) if callable(edit) else edit
            if to:
                for old, new in ((part, to), (part.removeprefix("xl/"), f"/{to}")):
                    data = data.replace(b'"' + old.encode() + b'"', b'"' + new.encode() + b'"')
                    data = data.replace(b'"/' + old.encode() + b'"', b'"/' + new.encode() + b'"')
            archive.writestr(to if to and name == part else name, data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_cells(*cells: str, part: str = SHEET, rows: str = "") -> bytes:
    """A workbook with the headings code, name, address, and the cells of row 2 as their XML says."""
    lines = f'<row r="2">{"".join(cells)}</row>{rows}</sheetData>'.encode()
    book = workbook(["code", "name", "address"])
    return edited(book, SHEET, lambda data: data.replace(b"</sheetData>", lines), to=part if part != SHEET else "")


def ods(body: str, *, styles: str = "", settings: str = "", manifest: str = "<x/>", prefix: str = "") -> bytes:
    """An OpenDocument spreadsheet whose sheets are as their XML says."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "config")
    )
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    content = (
        f"<office:document-content {names} xmlns:calcext='{calc}'>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", prefix + content)
        archive.writestr("settings.xml", f"<x {names}>{settings}</x>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_cell(content: str = "", **attributes: object) -> str:
    """A cell; ``columns``: how often it is repeated."""
    named = {
        "columns": "table:number-columns-repeated",
        "formula": "table:formula",
        "calc": "calcext:value-type",
    }
    said = " ".join(
        f'{named.get(name, "office:" + name.replace("_", "-"))}="{value}"' for name, value in attributes.items()
    )
    return f"<table:table-cell {said}>{content}</table:table-cell>"
