"""The tables of a report as CSV and as a workbook: the same numbers, no formula, the reading on record."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from tests.services.reporting.scenario import Cases


@pytest.fixture
def report(clerk: Caller, cases: Cases) -> dict[str, Any]:
    """October's, with a complaint whose words begin like a formula."""
    cases.case("2026-10-06T10:00", tier=Tier.VIP, hours=3.5, content="=1+1", cause="配送慢", satisfaction=2)
    cases.case("2026-10-07T10:00", hours=30, cause="配送慢", satisfaction=5)
    made = clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json
    return dict(clerk.patch(f"/reports/{made['id']}", {"why": "**人手**不足"}, version=made["version"]).json)


def test_the_csv_holds_every_table_and_no_formula(clerk: Caller, report: dict[str, Any]) -> None:
    answer = clerk.get(f"/reports/{report['id']}/tables.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert f"{report['code']}.csv" in answer.headers["Content-Disposition"]
    assert answer.text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert ["按原因", "本期", "上期", "变化", "%"] in rows
    assert ["配送慢", "2", "0", "2", ""] in rows
    assert ["VIP", "1", "0", "1", ""] in rows
    assert ["原因分析", "人手不足"] in rows
    assert ["全部", "2", "0", "3.5", ""] in rows
    cells = {cell for row in rows for cell in row}
    assert "'=1+1" in cells
    assert "=1+1" not in cells


def test_the_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(clerk: Caller, report: dict[str, Any]) -> None:
    answer = clerk.get(f"/reports/{report['id']}/tables.xlsx?language=en")
    assert f"{report['code']}.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data))
    assert {"By tier", "By cause", "Satisfaction", "Cases a day"} <= set(book.sheetnames)
    assert [cell.value for cell in book["By cause"][2]][:4] == ["配送慢", 2, 0, 2]
    complaints = book[next(name for name in book.sheetnames if name.startswith("Complaints"))]
    content = next(cell for cell in complaints[2] if cell.value == "=1+1")
    assert content.data_type == "s"
    assert 3.5 in [cell.value for cell in complaints[2]]


def test_the_language_is_one_of_two(clerk: Caller, report: dict[str, Any]) -> None:
    assert clerk.get(f"/reports/{report['id']}/tables.csv?language=fr").status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_takes_the_tables_is_on_record_and_needs_to_read_reports(
    service: ServiceUnderTest, clerk: Caller, report: dict[str, Any], kind: str
) -> None:
    nobody = service.person("无权", {P.TIER_READ: Scope.ALL})
    assert nobody.get(f"/reports/{report['id']}/tables.{kind}").status_code == 403
    assert clerk.get(f"/reports/{report['id']}/tables.{kind}").status_code == 200
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(Reading)) == 1
