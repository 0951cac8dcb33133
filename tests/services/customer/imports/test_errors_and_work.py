"""Bad rows are lost to nobody, and an import goes on where its worker was killed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text

from chassis.audit import Reading
from chassis.context import Context
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.testing.service import ServiceUnderTest
from chassis.values.headings import FLAW_COLUMNS
from services.customer.imports.usecases import checking, reading, storing
from services.customer.imports.usecases.imports import CheckImport, ReadImport, StoreImport, TakeBackImport
from services.customer.jobs import check_import, jobs, read_import, store_import, take_back_import
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

CUSTOMER = "customer.customer_changed.v1"
RECORDED = "customer.transactions_recorded.v1"


def test_the_error_file_has_each_row_as_it_came_once_and_behind_it_what_is_wrong(imports: Imports) -> None:
    batch = imports.run(lines(PERSONS, "C1,陈凯,男,abc", "C2,王岩,=1+cmd,+cmd", "C3,严瑜,女,-1"))
    answer = imports.author.get(f"/imports/{batch['id']}/errors.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    answer.close()
    assert rows == [
        ["编号", "姓名", "性别", "手机", *FLAW_COLUMNS],
        ["C1", "陈凯", "男", "abc", "2", "手机", "not_a_phone", "abc"],
        ["C2", "王岩", "'=1+cmd", "'+cmd", "3", "性别; 手机", "formula; formula", "'=1+cmd; +cmd"],
        ["C3", "严瑜", "女", "-1", "4", "手机", "not_a_phone", "-1"],
    ]
    assert (batch["rejected"], batch["created"], batch["status"]) == (3, 0, "done")


def test_rows_that_became_customers_leave_the_workbench(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,abc", "C2,王岩,女,"))
    with service.engine.connect() as connection:
        assert connection.scalars(text("SELECT number FROM import_row")).all() == [2]
        assert connection.scalar(text("SELECT count(*) FROM import_chunk")) == 0


def test_the_service_cannot_delete_an_import_or_its_errors(service: ServiceUnderTest) -> None:
    for table in ("import_batch", "import_error"):
        with service.engine.connect() as connection, pytest.raises(Exception, match="permission denied") as refused:
            connection.execute(text(f"DELETE FROM {table}"))
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def killed_every_other_time() -> Jobs:
    """The same jobs, done by workers of which every second one dies at the end of its step, before the commit."""
    mortal = Jobs("customer")
    count = 0

    def kill(step: Callable[..., Any]) -> Callable[..., Any]:
        def dying(ctx: Context, job: Any, state: dict[str, Any]) -> Any:
            nonlocal count
            outcome = step(ctx, job, state)
            ctx.session.flush()
            count += 1
            if count % 2:
                raise RuntimeError("killed")
            return outcome

        return dying

    mortal.on(ReadImport, kill(read_import))
    mortal.on(StoreImport, kill(store_import))
    mortal.on(CheckImport, kill(check_import))
    mortal.on(TakeBackImport, kill(take_back_import))
    return mortal


@pytest.fixture
def mortal_imports(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> Imports:
    """Imports in small steps, with workers that keep dying."""
    monkeypatch.setattr(reading, "STEP", 7)
    monkeypatch.setattr(checking, "STEP", 7)
    monkeypatch.setattr(storing, "STEP", dict.fromkeys(storing.STEP, 7))
    mortal = killed_every_other_time()
    assert mortal.names == [name for name in jobs.names if "import" in name]
    runner = JobRunner(imports.service.engine, mortal, pause=lambda _: timedelta(0))
    monkeypatch.setattr(imports, "work", lambda: runner.run_due(seconds=60), raising=False)
    return imports


def test_dying_workers_lose_and_repeat_nothing(service: ServiceUnderTest, mortal_imports: Imports) -> None:
    content = lines(PERSONS, *(f"C{n:03},陈凯{n},男,{'abc' if n % 10 == 3 else ''}" for n in range(50)))
    batch = mortal_imports.bring(content)
    assert (batch["status"], batch["created"], batch["rejected"], batch["total"]) == ("done", 45, 5, 50)
    assert len(mortal_imports.customers()) == 45
    assert sorted(told["external_code"] for told in service.told(CUSTOMER)) == [
        f"C{n:03}" for n in range(50) if n % 10 != 3
    ]
    bought = lines(TRANSACTIONS, *(f"T{n},C{n:03},2026-10-31,1,{n}.00" for n in range(50)))
    second = mortal_imports.bring(bought, "transactions")
    assert (second["created"], second["rejected"], second["done"]) == (45, 5, 50)
    facts = [fact for told in service.told(RECORDED) for fact in told["facts"]]
    assert len({fact["transaction_id"] for fact in facts}) == len(facts) == 45
    back = mortal_imports.act("take-back", second)
    assert (back["status"], back["done"]) == ("taken_back", 45)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_small_steps_read_the_same_as_one(imports: Imports, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(reading, "STEP", 3)
    rows = [f'C{n},"陈\n凯, {n}",男,' for n in range(20)]
    batch = imports.upload(lines(PERSONS, *rows, "", "C99,末,女,", encoding=encoding))
    assert (batch["total"], batch["encoding"]) == (21, encoding)
    assert [row["row"] for row in batch["preview"]] == list(range(2, 22))
    assert [row["values"][1] for row in batch["preview"]] == [f"陈\n凯, {n}" for n in range(20)]


def test_cells_come_through_as_they_are(imports: Imports) -> None:
    names = ['a"b', "c\\d", "{e,f}", "NULL", "g'h", '""', "\\"]
    longer = "i\tj\nk"
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["编号", "姓名", "背景信息"])
    writer.writerows([f"C{n}", name, longer] for n, name in enumerate(names))
    batch = imports.upload(file.getvalue().encode())
    assert [row["values"][1] for row in batch["preview"]] == names
    imports.act("start", batch)
    assert [customer["name"] for customer in imports.customers()] == names
    known = imports.author.get(f"/customers/{imports.customers()[0]['id']}").json
    assert known["background"] == longer


def test_an_import_whose_job_was_given_up_says_so_and_can_be_taken_back(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = imports.upload(lines(PERSONS, "C1,陈凯,男,"))

    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(storing, "_store", broken)
        stuck = imports.act("start", batch)
    assert (stuck["status"], stuck["error"]) == ("failed", "stuck")
    assert imports.author.get("/imports").json["items"][0]["status"] == "failed"
    assert imports.act("take-back", stuck)["status"] == "taken_back"


def test_whoever_sees_rows_of_a_file_is_on_record(service: ServiceUnderTest, imports: Imports) -> None:
    batch = imports.upload(lines(PERSONS, "C1,陈凯,男,abc"))
    imports.get(batch["id"])
    imports.checker.get(f"/imports/{batch['id']}/errors")
    imports.checker.get(f"/imports/{batch['id']}/errors.csv").close()
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_name)).all()
    people = [imports.author.actor.name, imports.checker.actor.name]
    assert rows == [("import_batch", UUID(batch["id"]), name) for name in people]
