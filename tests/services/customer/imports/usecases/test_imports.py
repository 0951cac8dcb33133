"""The limits of an import, what its columns are said to mean, and taking back again what could not be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.customer.imports.store import records
from services.customer.imports.usecases import imports as usecases
from services.customer.imports.usecases import reading, storing, taking_back
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

GOOD = lines(PERSONS, "C1,陈凯,男,13843771497", "C2,王岩,女,")


def refusal(imports: Imports, what: str, batch: dict[str, Any], body: Any) -> tuple[int, Any]:
    answer = imports.author.post(f"/imports/{batch['id']}/{what}", body, version=batch["version"])
    return answer.status_code, answer.json.get("fields")


def mapped(imports: Imports, batch: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = imports.author.post(f"/imports/{batch['id']}/mapping", body, version=batch["version"])
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_a_file_may_be_so_large_and_not_a_byte_larger(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usecases, "LARGEST_UPLOAD", len(GOOD))
    assert imports.upload(GOOD)["status"] == "mapped"
    monkeypatch.setattr(usecases, "LARGEST_UPLOAD", len(GOOD) - 1)
    with pytest.raises(AssertionError, match="too_large"):
        imports.upload(GOOD)


@pytest.mark.parametrize(("length", "kept"), [(199, 199), (200, 200), (201, 200)])
def test_of_a_long_name_of_a_file_the_end_is_kept(imports: Imports, length: int, kept: int) -> None:
    name = "x" * (length - 4) + ".csv"
    assert imports.upload(GOOD, name=name)["filename"] == name[-kept:]


def test_a_kind_that_was_guessed_wrong_is_said_and_its_columns_are_guessed_anew(imports: Imports) -> None:
    batch = imports.upload(lines("编号,名称,单位名称", "C1,海天,海天公司"))
    assert (batch["kind"], batch["mapping"]["单位名称"]) == ("persons", "employer")
    other = mapped(imports, batch, kind="companies")
    assert (other["kind"], other["mapping"]) == (
        "companies",
        {"编号": "external_code", "名称": "name", "单位名称": None},
    )
    said = mapped(imports, other, kind="persons", mapping={"编号": "external_code", "名称": "name"})
    assert (said["kind"], said["mapping"]) == ("persons", {"编号": "external_code", "名称": "name", "单位名称": None})
    again = mapped(imports, said, kind="customers")
    assert again["kind"] == "persons"


def test_the_key_is_that_of_the_kind(imports: Imports) -> None:
    batch = imports.upload(GOOD)
    assert refusal(imports, "start", batch, {"key": "external_id"}) == (422, {"key": ["unknown_choice"]})
    assert imports.act("start", batch, {"key": "external_code"})["status"] == "waiting_check"


@pytest.mark.parametrize("failing", ["_disable", "_void"])
def test_what_could_not_be_taken_back_is_taken_back_on_the_next_try(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    if failing == "_void":
        imports.bring(GOOD)
        batch = imports.bring(lines(TRANSACTIONS, "T1,C1,2026-10-31,1,5.00"), "transactions")
    else:
        batch = imports.run(GOOD)

    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(taking_back, failing, broken)
        stuck = imports.act("take-back", batch)
    assert (stuck["status"], stuck["error"]) == ("failed", "stuck")
    again = imports.act("take-back", stuck)
    assert (again["status"], again["done"]) == ("taken_back", batch["created"])


@pytest.mark.parametrize(("rows", "status"), [(2, "mapped"), (3, "failed")])
def test_a_file_may_have_so_many_rows_and_not_one_more(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, rows: int, status: str
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    batch = imports.upload(lines(PERSONS, *(f"C{n},陈凯,男," for n in range(rows))))
    assert (batch["status"], batch["error"]) == (status, "" if status == "mapped" else "too_many_rows")


@pytest.mark.parametrize(("columns", "empty", "status"), [(3, 0, "mapped"), (4, 0, "failed"), (3, 2, "mapped")])
def test_a_file_may_have_so_many_columns_the_empty_ones_at_the_end_left_out(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, columns: int, empty: int, status: str
) -> None:
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, columns=3))
    headings = ["编号", "姓名", "性别", "手机"][:columns] + [""] * empty
    batch = imports.upload(lines(",".join(headings), "C1,陈凯,男"))
    assert batch["status"] == status
    if status == "failed":
        assert (batch["error"], batch["error_place"]) == ("too_many_columns", {"row": 1, "column": 4})
    else:
        assert batch["headings"] == headings[:columns]


def test_empty_rows_before_the_headings_and_empty_cells_at_the_end_of_a_row_are_left_out(imports: Imports) -> None:
    batch = imports.run(lines("", ",,,", PERSONS, "C1,陈凯,男,,,", "C2,王岩,女,,x,"))
    assert [(row, code) for row, _, code in imports.flaws(batch)] == [(5, "too_many_cells")]
    assert (batch["created"], batch["rejected"]) == (1, 1)


@pytest.mark.parametrize("weight", [1, 10**9])
def test_rows_that_are_heavy_are_read_in_more_steps_to_the_same_end(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, weight: int
) -> None:
    monkeypatch.setattr(reading, "LARGEST_STEP", weight)
    batch = imports.upload(lines(PERSONS, *(f"C{n},陈凯,男," for n in range(5))))
    assert (batch["status"], batch["total"], [row["row"] for row in batch["preview"]]) == ("mapped", 5, [2, 3, 4, 5, 6])


def test_a_large_import_is_taken_back_in_steps(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_back, "STEP", 2)
    batch = imports.run(lines(PERSONS, *(f"C{n},陈凯,男," for n in range(5))))
    back = imports.act("take-back", batch)
    assert (back["status"], back["done"]) == ("taken_back", 5)
    assert {customer["status"] for customer in imports.customers()} == {"disabled"}


def test_the_first_of_several_rows_with_one_key_counts_whatever_is_stored_at_once(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "STEP", dict.fromkeys(storing.STEP, 1))
    batch = imports.run(lines(PERSONS, "C1,陈凯,男,", "C1,王岩,女,", "C2,严瑜,男,", "C1,赵六,女,"))
    assert imports.flaws(batch) == [(3, "编号", "twice_in_file"), (5, "编号", "twice_in_file")]
    assert [customer["name"] for customer in imports.customers()] == ["陈凯", "严瑜"]


def test_the_changes_that_count_as_somebody_s_work(imports: Imports) -> None:
    assert set(records.NOT_BY_HAND) == {"status", "disabled_reason", "tier", "tier_version"}


def test_only_the_author_says_what_the_columns_mean_and_only_before_the_start(
    imports: Imports, somebody: Callable[..., Any]
) -> None:
    batch = imports.upload(GOOD)
    other = imports.checker.post(f"/imports/{batch['id']}/mapping", {"mapping": {}}, version=batch["version"])
    assert other.status_code == 403
    started = imports.act("start", batch)
    late = imports.author.post(f"/imports/{batch['id']}/mapping", {"mapping": {}}, version=started["version"])
    assert (late.status_code, late.json["code"]) == (409, "wrong_status")
