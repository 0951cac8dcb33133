"""Files that are none: refused as a whole, with a code and a place, and nothing of them is stored."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from services.customer.imports.usecases import reading
from tests.services.customer.importing import PERSONS, Imports, lines

GOOD = lines(PERSONS, *(f"C{n},陈凯,男,13843771497" for n in range(50)))


def workbook(*rows: list[Any]) -> bytes:
    """An Excel workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def far_cell() -> bytes:
    """A small workbook with one cell at its far end: laid out whole it would fill the memory."""
    book = workbook(["编号", "姓名"])
    source = zipfile.ZipFile(io.BytesIO(book))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "empty_file", {}),
        (b"\xef\xbb\xbf\r\n", "empty_file", {}),
        (gzip.compress(b""), "empty_file", {}),
        (lines(PERSONS), "no_rows", {}),
        (lines(PERSONS, ",,,", ""), "no_rows", {}),
        (b"%PDF-1.7\n1 0 obj\n", "not_a_table", {}),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table", {}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "not_a_table", {}),
        (b"<html><table><tr><td>code", "markup_file", {}),
        (zipped(a=b"code,name"), "not_a_table", {}),
        (gzip.compress(GOOD)[:-20], "half_a_file", {}),
        (b"\x1f\x8b" + b"nonsense" * 10, "not_a_table", {}),
        (workbook(["编号", "姓名"], ["C1", "陈凯"])[:-200], "half_a_file", {}),
        (GOOD[:-4] + "男".encode()[:2], "half_a_file", {"row": 51}),
        (lines(PERSONS, "C1,陈凯,男,1") + b"C2,\xff\xfe,\xb1\n", "wrong_encoding", {"row": 3}),
        ("编号,姓名\n".encode() + "C1,陈凯\n".encode("gbk"), "mixed_encodings", {"row": 2}),
        (lines(PERSONS, 'C1,"陈凯,男,1', "C2,王岩,女,"), "open_quote", {"row": 2}),
        (b"code,name\nC1,caf\xe9, x\xff\n", "wrong_encoding", {"row": 2}),
        (lines(",".join(f"c{n}" for n in range(300)), "1"), "too_many_columns", {"row": 1, "column": 201}),
        (lines(PERSONS, 'C1,"' + "x" * 1_100_000 + '",男,1'), "cell_too_large", {"row": 2}),
        (far_cell(), "too_many_columns", {"sheet": "Sheet", "row": 1048576, "column": "XFD"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    imports: Imports, content: bytes, code: str, place: dict[str, Any]
) -> None:
    batch = imports.upload(content)
    assert (batch["status"], batch["error"], batch["error_place"]) == ("failed", code, place)
    assert (batch["preview"], batch["done"], imports.customers()) == ([], 0, [])


def test_a_file_that_unfolds_without_end_is_refused(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, unpacked=5_000_000))
    bomb = gzip.compress(lines(PERSONS) + b"C1,a,,\n" * 1_000_000)
    assert imports.upload(bomb)["error"] == "too_large_unpacked"
    book = workbook(["编号", "姓名"], *(["C1", "x" * 30_000] for _ in range(200)))
    assert imports.upload(book)["error"] == "too_large_unpacked"


def test_a_file_of_too_many_rows_is_refused(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.customer.imports.usecases.reading.MOST_ROWS", 40)
    batch = imports.upload(GOOD)
    assert (batch["status"], batch["error"]) == ("failed", "too_many_rows")


def test_a_hundred_columns_are_read_and_those_not_known_left_out(imports: Imports) -> None:
    more = [f"备注{n}" for n in range(98)]
    batch = imports.bring(lines(",".join(["编号", "姓名", *more]), ",".join(["C1", "陈凯", *more])))
    assert (batch["status"], batch["created"], len(batch["headings"])) == ("done", 1, 100)


def test_a_huge_cell_is_named_with_row_and_column(imports: Imports) -> None:
    content = lines(PERSONS, f"C1,{'陈' * 100_000},男,", "C2,王岩,女,")
    assert len(imports.upload(content)["preview"][0]["values"][1]) == 200
    batch = imports.run(content)
    assert imports.flaws(batch) == [(2, "姓名", "cell_too_large")]
    assert len(imports.errors(batch)[0]["value"]) == 200


def test_formulas_are_refused_and_foreign_numbers_are_not(imports: Imports) -> None:
    batch = imports.run(
        lines(
            "编号,姓名,手机,地区,爱好",
            "C1,=cmd|' /C calc'!A0,,,",
            "C2,@SUM(A1),,+1+cmd,-2+3+cmd",
            "C3,陈凯,+86 13843771497,-,",
        )
    )
    assert imports.flaws(batch) == [
        (2, "姓名", "formula"),
        (3, "姓名", "formula"),
        (3, "地区", "formula"),
        (3, "爱好", "formula"),
    ]
    assert [(c["mobile"], c["region"]) for c in imports.customers()] == [("13843771497", "")]


def test_a_row_that_breaks_off_is_named(imports: Imports) -> None:
    batch = imports.run(GOOD.removesuffix(b"\r\n").rpartition(b",")[0])
    assert imports.flaws(batch) == [(51, "性别", "row_cut_off")]
    assert (batch["created"], batch["rejected"]) == (49, 1)


def test_a_form_without_a_file_is_refused(imports: Imports) -> None:
    answer = imports.author.post("/imports", data={"kind": "customers"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["fields"]) == (422, {"file": ["required"]})
    wrong = {"kind": "dogs", "file": (io.BytesIO(b"x"), "x.csv")}
    answer = imports.author.post("/imports", data=wrong, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["fields"]) == (422, {"kind": ["unknown_choice"]})


def test_the_same_upload_twice_is_one_import_and_another_file_is_not_taken_for_it(imports: Imports) -> None:
    def send(content: bytes) -> Any:
        form = {"kind": "persons", "file": (io.BytesIO(content), "a.csv")}
        return imports.author.post("/imports", data=form, content_type="multipart/form-data", key="k-1")

    first, second, other = send(GOOD), send(GOOD), send(GOOD + GOOD)
    assert first.json["id"] == second.json["id"]
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    imports.work()
    assert imports.get(first.json["id"])["total"] == 50


def test_a_workbook_is_read_with_its_dates_and_numbers(imports: Imports) -> None:
    from datetime import date

    content = workbook(
        ["编号", "姓名", "出生日期", "手机"],
        [10001, "陈凯", date(1967, 2, 25), 13843771497],
        ["C2", "王岩", None, None],
    )
    batch = imports.bring(content, name="客户.xlsx")
    assert (batch["encoding"], batch["created"], batch["filename"]) == ("xlsx", 2, "客户.xlsx")
    first = imports.author.get(f"/customers/{imports.customers()[0]['id']}").json
    assert (first["external_code"], first["birth_date"], first["mobile"]) == ("10001", "1967-02-25", "13843771497")


def test_other_delimiters_and_quoted_lines_are_understood(imports: Imports) -> None:
    content = '编号;姓名;背景信息\nC1;陈凯;"两行,\n第二行"\n\nC2;王岩;=1+\n'.encode("gbk")
    batch = imports.run(content)
    assert (batch["total"], batch["created"]) == (2, 1)
    assert imports.flaws(batch) == [(4, "背景信息", "formula")]
