"""How a file is read is said and can be changed, and what reading finds wrong costs the row, not the file."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from chassis.tables import workbooks
from chassis.tables.encodings import CHOICES
from chassis.testing.service import ServiceUnderTest
from contracts.files import TextEncoding
from services.customer.imports.usecases import reading
from tests.services.customer.importing import PERSONS, Imports, lines
from tests.support.tables import edited, with_cells, workbook

HEAD = ["编号", "姓名", "手机", "爱好"]


def months() -> bytes:
    """A workbook with a hidden sheet, two of customers, and a wide one that nobody means."""
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(HEAD)
    hidden.append(["H1", "藏"])
    hidden.sheet_state = "hidden"
    for name in ("一月", "二月"):
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        sheet.append([f"{name}1", "陈凯"])
    book.create_sheet("透视").append(list(range(300)))
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_how_a_file_was_read_is_said(imports: Imports) -> None:
    batch = imports.upload("客户名单,,\n\n编号;姓名;手机\nC1;陈凯;\n".encode("gbk"))
    assert batch["read_as"] == {
        "format": "csv",
        "encoding": "gb18030",
        "certain": True,
        "delimiter": ";",
        "sheet": "",
        "other_sheets": [],
        "heading_row": 3,
    }
    assert [(row["row"], row["values"]) for row in batch["preview"]] == [(4, ["C1", "陈凯", ""])]


def test_the_sheet_that_people_see_is_read_and_another_can_be_chosen(imports: Imports) -> None:
    batch = imports.upload(months(), name="客户.xlsx")
    assert (batch["read_as"]["sheet"], batch["read_as"]["other_sheets"]) == ("一月", ["二月", "透视"])
    assert [row["values"][0] for row in batch["preview"]] == ["一月1"]
    again = imports.act("read-again", batch, {"sheet": "二月"})
    assert (again["status"], again["read_as"]["sheet"], again["total"]) == ("mapped", "二月", 1)
    once_more = imports.act("read-again", again, {"sheet": "一月"})
    done = imports.approve(imports.act("start", once_more))
    assert (done["status"], [c["external_code"] for c in imports.customers()]) == ("done", ["一月1"])
    assert imports.upload(months(), sheet="二月")["read_as"]["sheet"] == "二月"
    wrong = imports.upload(months(), sheet="三月")
    assert (wrong["error"], wrong["error_place"]) == ("no_such_sheet", {"sheet": "三月"})


def test_the_encoding_can_be_given_and_given_again(imports: Imports) -> None:
    content = "編號,姓名\nC1,陳凱華\n".encode("big5")
    batch = imports.upload(content, encoding="gb18030")
    assert batch["preview"][0]["values"][1] != "陳凱華"
    again = imports.act("read-again", batch, {"encoding": "big5"})
    assert again["preview"][0]["values"] == ["C1", "陳凱華"]
    assert (again["encoding"], again["kind"], again["mapping"]["編號"]) == ("big5", "persons", "external_code")
    assert list(CHOICES) == [encoding.value for encoding in TextEncoding]


def test_the_row_of_the_headings_can_be_chosen(imports: Imports) -> None:
    batch = imports.upload("甲,乙\n编号,姓名\nC1,陈凯\n".encode())
    assert (batch["headings"], batch["total"]) == (["编号", "姓名"], 1)
    batch = imports.act("read-again", batch, {"heading_row": 1})
    assert (batch["headings"], batch["total"]) == (["甲", "乙"], 2)
    assert imports.act("read-again", batch, {"heading_row": 2})["headings"] == ["编号", "姓名"]
    assert imports.act("read-again", imports.get(batch["id"]), {"heading_row": 9})["error"] == "no_such_row"


def test_a_file_is_kept_until_its_import_is_started(service: ServiceUnderTest, imports: Imports) -> None:
    batch = imports.upload(lines(PERSONS, "C1,陈凯,男,"))

    def kept() -> Any:
        with service.engine.connect() as connection:
            return connection.scalar(text("SELECT count(*) FROM import_chunk"))

    assert kept() == 1
    batch = imports.act("start", batch)
    assert kept() == 0
    refused = imports.author.post(f"/imports/{batch['id']}/read-again", {}, version=batch["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "wrong_status")
    imports.act("take-back", imports.upload(lines(PERSONS, "C2,王岩,女,")))
    assert kept() == 0


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ('<c r="B2"><f>1+1</f></c>', "formula_without_value"),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "spreadsheet_error"),
        ('<c r="B2"><v>110101198002030011</v></c>', "number_lost_digits"),
        ('<c r="B2"><v>1.1010119800203001E+17</v></c>', "number_lost_digits"),
        ('<c r="B2" t="inlineStr"><is><t>a_x0000_b</t></is></c>', "not_a_text"),
    ],
)
def test_a_cell_that_cannot_be_trusted_costs_its_row_and_is_shown_before(
    imports: Imports, cell: str, flaw: str
) -> None:
    first = '<c r="A2" t="inlineStr"><is><t>C1</t></is></c>'
    good = '<row r="3"><c r="A3"><v>121</v></c><c r="B3" t="inlineStr"><is><t>王岩</t></is></c></row>'
    batch = imports.upload(with_cells(first, cell, rows=good))
    assert [(row["row"], [e["code"] for e in row["errors"]]) for row in batch["preview"]] == [(2, [flaw]), (3, [])]
    batch = imports.act("start", batch)
    assert (imports.flaws(batch), batch["created"], batch["rejected"]) == ([(2, "name", flaw)], 1, 1)
    assert [customer["external_code"] for customer in imports.customers()] == ["121"]


def test_the_empty_text_of_a_formula_is_an_empty_cell(imports: Imports) -> None:
    cells = (
        '<c r="A2" t="inlineStr"><is><t>C1</t></is></c><c r="B2" t="inlineStr"><is><t>陈凯</t></is></c>',
        '<c r="C2" t="str"><f>IF(1=1,"","x")</f><v></v></c>',
    )
    assert imports.run(with_cells(*cells))["created"] == 1


def test_a_wrong_cell_of_a_column_that_is_left_out_costs_nothing(imports: Imports) -> None:
    batch = imports.upload(lines("编号,姓名,比率", "C1,陈凯,#DIV/0!", f"C2,王岩,{'x' * 40_000}"))
    assert [row["errors"] for row in batch["preview"]] == [[], []]
    assert imports.act("start", batch)["created"] == 2


def test_rows_in_a_cell_and_wrong_quotation_marks_cost_their_row_in_any_column(imports: Imports) -> None:
    content = '编号,姓名,手机,备注\nC1,陈凯,,"x\nC2,王岩,,y\nC3,严瑜",\nC4,李,,"a"b\nC5,赵,,\n'.encode()
    batch = imports.run(content)
    assert imports.flaws(batch) == [(2, "备注", "rows_in_a_cell"), (3, "备注", "bad_quotes")]
    assert (batch["total"], batch["created"], batch["rejected"]) == (3, 1, 2)


def test_digits_that_a_number_has_come_through(imports: Imports) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, number in enumerate((1234567890123456, 1234567890123457), start=1):
            sheet.write_number(row, 0, number)
            sheet.write_string(row, 1, "陈凯")
        sheet.write_number(3, 0, 121, book.add_format({"num_format": "00000"}))
        sheet.write_string(3, 1, "王岩")

    batch = imports.run(workbook(["编号", "姓名"], fill=fill))
    assert (batch["created"], imports.errors(batch)) == (3, [])
    codes = [customer["external_code"] for customer in imports.customers()]
    assert codes == ["00121", "1234567890123456", "1234567890123457"]


def test_a_workbook_that_would_hurt_costs_nobody_but_its_reader(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)
            if len(started) == 2:
                self.kill()

    monkeypatch.setattr(workbooks.subprocess, "Popen", Watched)
    batch = imports.upload(workbook(["编号", "姓名"], ["C1", "陈凯"]))
    assert (batch["status"], batch["error"]) == ("failed", "too_much_to_read")
    assert all(process.returncode is not None for process in started)


def test_a_workbook_is_read_the_same_in_small_steps(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STEP", 3)
    monkeypatch.setattr(reading, "WORKBOOK_STEPS", 2)
    batch = imports.upload(workbook(["编号", "姓名"], *([f"C{n:02}", "陈凯"] for n in range(20))))
    assert (batch["total"], batch["preview"][-1]["values"][0]) == (20, "C19")
    assert imports.act("start", batch)["created"] == 20


def test_a_sheet_that_is_not_read_refuses_nothing(imports: Imports) -> None:
    broken = edited(
        workbook(["编号", "姓名"], ["C1", "陈凯"], b=[["=1"]]), "xl/worksheets/sheet2.xml", b"<worksheet><x>"
    )
    assert imports.run(broken)["created"] == 1


def test_what_is_said_of_the_reading_is_checked(imports: Imports) -> None:
    batch = imports.upload(lines(PERSONS, "C1,陈凯,男,"))
    for wrong in ({"encoding": "ebcdic"}, {"heading_row": 1_001}, {"heading_row": -1}, {"sheet": "x" * 101}):
        answer = imports.author.post(f"/imports/{batch['id']}/read-again", wrong, version=batch["version"])
        assert (answer.status_code, list(answer.json["fields"])) == (422, list(wrong))
    other = imports.checker.post(f"/imports/{batch['id']}/read-again", {}, version=batch["version"])
    assert other.status_code == 403
