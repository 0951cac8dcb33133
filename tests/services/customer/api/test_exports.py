"""Customers as a file: within one's reach, masked like the list, with consent when it is a large one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from python_calamine import load_workbook
from sqlalchemy import text

from chassis.auth import Scope
from chassis.auth.directory import record_staff
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.jobs import jobs
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.importing import CHECKER, IMPORTER, Imports
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
MANAGER = {**HEAD, P.CUSTOMER_EXPORT: Scope.DEPARTMENT, P.EXPORT_APPROVE: Scope.DEPARTMENT}
LEADER = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_EXPORT: Scope.ALL, P.EXPORT_APPROVE: Scope.ALL}

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def manager(service: ServiceUnderTest) -> Caller:
    """May export what the department owns."""
    return service.person("经理", MANAGER)


@pytest.fixture
def leader(service: ServiceUnderTest) -> Caller:
    service.department("top")
    return service.person("领导", LEADER, department="top")


def work(service: ServiceUnderTest) -> None:
    service.work(jobs)


def ask(by: Caller, service: ServiceUnderTest, **body: Any) -> dict[str, Any]:
    answer = by.post("/exports", {"format": "csv", **body})
    assert answer.status_code == 201, answer.json
    work(service)
    return next(item for item in by.get("/exports").json["items"] if item["id"] == answer.json["id"])


def content(by: Caller, export: dict[str, Any]) -> bytes:
    answer = by.get(f"/exports/{export['id']}/file")
    assert answer.status_code == 200, answer.json
    assert export["filename"] in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def table(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def allow(leader: Caller, rows: int) -> None:
    version = leader.get("/exports/policy").json["version"]
    answer = leader.patch("/exports/policy", {"rows_unasked": rows}, version=version)
    assert answer.status_code == 200, answer.json


def test_a_file_holds_what_the_list_shows_masked_alike_and_says_who_and_when(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    other = service.department("finance")
    far = service.person("财务", STAFF, department="finance")
    add_customer(name="张三", mobile="13812345678", sex="male", region="北京市")
    add_customer(name="自己的", mobile="13900001111", by=manager)
    add_customer(name="上海的", region="上海市", by=manager)
    add_customer(name="别部的", by=far)
    assert other
    export = ask(manager, service)
    assert (export["status"], export["rows"]) == ("done", 3)
    rows = table(content(manager, export))
    assert {row["名称"]: row["手机"] for row in rows} == {
        "张三": "138****5678",
        "自己的": "13900001111",
        "上海的": "",
    }
    assert (rows[0]["性别"], rows[0]["类别"], rows[0]["客户负责人"]) == ("男", "个人", "王芳")
    assert all(row["导出"].startswith("经理 20") for row in rows)
    narrow = ask(manager, service, wanted={"region": "上海市", "kind": "person"})
    assert [row["名称"] for row in table(content(manager, narrow))] == ["上海的"]
    assert "企业负责人" not in table(content(manager, narrow))[0]


def test_a_workbook_holds_texts_only_and_says_who_exported_it_on_its_second_sheet(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    add_customer(name='=HYPERLINK("http://x")', by=manager, region="@SUM(1)", hobbies="+1+cmd|x")
    export = ask(manager, service, format="xlsx", language="en")
    with load_workbook(io.BytesIO(content(manager, export))) as book:
        first, about = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    row = dict(zip(first[0], first[1], strict=False))
    assert row["name"] == '\'=HYPERLINK("http://x")'
    assert (row["region"], row["hobbies"]) == ("'@SUM(1)", "'+1+cmd|x")
    assert about[0] == ["exported by", "经理"]
    assert about[2] == ["rows", "1"]


def test_cells_of_a_csv_file_that_a_spreadsheet_would_run_are_made_harmless(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    add_customer(name="=1+1", by=manager, region="-cmd", hobbies="@x")
    [row] = table(content(manager, ask(manager, service)))
    assert (row["名称"], row["地区"], row["爱好"]) == ("'=1+1", "'-cmd", "'@x")


def test_a_large_export_waits_for_somebody_elses_consent(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    for name in ("一号", "二号"):
        add_customer(name=name)
    allow(leader, 1)
    export = ask(manager, service)
    assert (export["status"], export["rows"]) == ("waiting", 2)
    assert manager.get(f"/exports/{export['id']}/file").status_code == 404
    path = f"/exports/{export['id']}"
    own = manager.post(f"{path}/approve", {}, version=export["version"])
    assert (own.status_code, own.json["code"]) == (409, "same_person")
    assert manager.get("/exports/to-approve").json["items"] == []
    assert leader.get("/exports/count").json == {"waiting": 1}
    agreed = leader.post(f"{path}/approve", {"reason": "年终盘点"}, version=export["version"])
    assert (agreed.status_code, agreed.json["status"]) == (200, "running")
    work(service)
    [done] = manager.get("/exports").json["items"]
    assert (done["status"], done["decided_by_name"], done["note"]) == ("done", "领导", "年终盘点")
    assert len(table(content(manager, done))) == 2
    with service.engine.connect() as connection:
        readers = connection.execute(text("SELECT actor_name, purpose FROM read_log WHERE purpose = 'export'"))
        assert [tuple(row) for row in readers] == [("经理", "export")] * 2


def test_small_exports_of_a_day_count_together(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    for name in ("一号", "二号"):
        add_customer(name=name)
    allow(leader, 3)
    asked = service.clock.stop()
    assert [ask(manager, service)["status"] for _ in range(2)] == ["done", "waiting"]
    service.clock.set(asked + timedelta(days=1) - MOMENT)
    assert ask(manager, service)["status"] == "waiting"
    service.clock.set(asked + timedelta(days=1))
    assert ask(manager, service)["status"] == "done"


def test_a_refused_export_says_why_and_has_no_file(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer()
    allow(leader, 0)
    export = ask(manager, service)
    leader.post(f"/exports/{export['id']}/refuse", {"reason": "请说明用途"}, version=export["version"])
    [refused] = manager.get("/exports").json["items"]
    assert (refused["status"], refused["note"]) == ("refused", "请说明用途")
    assert manager.get(f"/exports/{export['id']}/file").status_code == 404


def test_only_the_asker_fetches_the_file_and_each_time_is_on_record(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer()
    export = ask(manager, service)
    for _ in range(2):
        content(manager, export)
    assert leader.get(f"/exports/{export['id']}/file").status_code == 404
    rows = text("SELECT actor_name FROM change WHERE kind = 'export' AND action = 'downloaded' AND record_id = :id")
    with service.engine.connect() as connection:
        assert list(connection.scalars(rows, {"id": UUID(export["id"])})) == ["经理", "经理"]


def test_no_file_is_made_when_its_asker_may_no_longer_do_the_same(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    add_customer()
    answer = manager.post("/exports", {"format": "csv"})
    assert manager.actor.id
    with service.unit_of_work() as ctx:
        record_staff(
            ctx.session,
            id=manager.actor.id,
            version=2,
            name="经理",
            email="",
            unit_id=service.department("finance"),
            roles=[],
            active=True,
            since=ctx.now,
        )
    work(service)
    [export] = manager.get("/exports").json["items"]
    assert (export["id"], export["status"], export["error"]) == (answer.json["id"], "failed", "access_changed")


def test_what_a_view_request_has_opened_is_not_exported(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    service.department("key")
    owner = service.person("客户经理", STAFF, department="key")
    head = service.person("部门", {**HEAD, P.VIEW_REQUEST_DECIDE: Scope.DEPARTMENT}, department="key")
    vip = add_customer(name="贵宾", by=owner)
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(vip, Tier.VIP)])
    asked = {"customer_code": vip["code"], "purpose": "来店", "hours": 1}
    request = manager.post("/view-requests", asked).json
    head.post(f"/view-requests/{request['id']}/approve", {}, version=1)
    assert manager.get("/customers/count").json["count"] == 1
    assert ask(manager, service)["rows"] == 0


def test_exporting_is_a_right_of_its_own_and_the_limit_is_leaderships(
    service: ServiceUnderTest, clerk: Caller, manager: Caller
) -> None:
    assert clerk.post("/exports", {"format": "csv"}).status_code == 403
    assert clerk.get("/exports").status_code == 403
    version = manager.get("/exports/policy").json["version"]
    assert manager.patch("/exports/policy", {"rows_unasked": 5}, version=version).status_code == 403
    assert manager.get("/exports/policy").json["rows_unasked"] == 1000
    assert manager.post("/exports", {"format": "pdf"}).json["fields"] == {"format": ["unknown_choice"]}


def test_an_exported_file_comes_back_as_an_import_without_harm(service: ServiceUnderTest, add_customer: Add) -> None:
    rights = {**IMPORTER, P.CUSTOMER_EXPORT: Scope.ALL}
    author = service.person("赵敏", rights, roles=("service",))
    imports = Imports(service, author, service.person("李强", CHECKER))
    foreign = add_customer(name="张三", external_code="A1", email="zhang@example.com", region="北京市")
    own = add_customer(name="李四", external_code="A2", mobile="13900001111", sex="female", by=author)
    data = content(author, ask(author, service, wanted={"kind": "person"}))
    data = data.replace("北京市".encode(), "上海市".encode())
    batch = imports.run(data, on_known="update")
    assert (batch["updated"], batch["rejected"]) == (1, 0), imports.errors(batch)
    assert author.get(f"/customers/{own['id']}").json["mobile"] == "13900001111"
    with service.engine.connect() as connection:
        rows = text("SELECT email, region FROM customer WHERE id = :id")
        assert connection.execute(rows, {"id": UUID(str(foreign["id"]))}).one() == ("zhang@example.com", "上海市")


FULL = {
    "person": {
        "name": "曾国强",
        "mobile": "13900000231",
        "phone": "010-62345678转801",
        "employer_phone": "+44 20 7946 0958",
        "email": "zeng@example.com",
        "address": "北京市海淀区中关村大街27号",
        "sex": "male",
        "birth_date": "1980-02-03",
        "marital_status": "married",
        "employer": "海天有限公司",
        "hobbies": "-茶艺、音乐",
        "background": "第一行\n第二行",
    },
    "company": {
        "name": "海天有限公司",
        "mobile": "+85261234567",
        "phone": "400-800-1234",
        "email": "info@example.com",
        "address": "南京西路1号",
        "person_in_charge": "单雄信",
        "industry": "批发",
        "founded_on": "1999-09-09",
        "dealings_since": "2010-10-10",
        "dealings_notes": "月结",
    },
}
SERVING = {**IMPORTER, P.CUSTOMER_EXPORT: Scope.ALL, P.CUSTOMER_SERVE: Scope.ALL}


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", FULL)
@pytest.mark.parametrize("by", ["another", "the owner"])
def test_an_export_comes_back_and_nothing_has_changed_by_whoever_it_was_made(
    service: ServiceUnderTest, add_customer: Add, kind: str, format: str, by: str
) -> None:
    author, owner = service.person("赵敏", SERVING, roles=("service",)), service.person("王芳", IMPORTER)
    made = add_customer(kind=kind, external_code="BRC231", by=author if by == "the owner" else owner, **FULL[kind])
    before = everything(service)
    data = content(author, ask(author, service, format=format, wanted={"kind": kind}))
    assert (b"****" in data) is (by == "another" and format == "csv")
    imports = Imports(service, author, service.person("李强", CHECKER))
    batch = imports.run(data, f"{kind}s" if kind == "person" else "companies", f"a.{format}", on_known="update")
    assert imports.errors(batch) == []
    assert (batch["unchanged"], batch["updated"], batch["created"], batch["rejected"]) == (1, 0, 0, 0)
    assert everything(service) == before
    assert author.get(f"/customers/{made['id']}").json["version"] == made["version"]


def everything(service: ServiceUnderTest) -> list[Any]:
    with service.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text("SELECT * FROM customer ORDER BY id")).mappings()]


@pytest.mark.parametrize(
    ("column", "mask"),
    [("手机", "138****0231"), ("电话", "010****5678"), ("邮箱", "y***@example.com"), ("地址", "北京市朝阳区****")],
)
def test_the_mask_of_somebody_else_changes_nothing_by_a_file_and_makes_no_customer(
    service: ServiceUnderTest, add_customer: Add, column: str, mask: str
) -> None:
    author = service.person("赵敏", SERVING, roles=("service",))
    imports = Imports(service, author, service.person("李强", CHECKER))
    add_customer(external_code="A1", by=author, **FULL["person"])
    before = everything(service)
    sent = f"客户编号,姓名,{column}\r\nA1,曾国强,{mask}\r\nA2,新人,{mask}\r\n".encode()
    batch = imports.run(sent, "persons", on_known="update")
    assert imports.flaws(batch) == [(2, column, "masked_value"), (3, column, "masked_value")]
    assert (batch["created"], batch["updated"], batch["rejected"]) == (0, 0, 2)
    assert everything(service) == before


def test_a_mask_in_a_column_of_either_number_is_known_by_both(service: ServiceUnderTest, add_customer: Add) -> None:
    author = service.person("赵敏", SERVING, roles=("service",))
    imports = Imports(service, author, service.person("李强", CHECKER))
    add_customer(external_code="A1", by=author, **FULL["person"])
    before = everything(service)
    for mask in ("139****0231", "010****5678-****"):
        batch = imports.run(f"客户编号,姓名,联系电话\r\nA1,曾国强,{mask}\r\n".encode(), "persons", on_known="update")
        assert (batch["unchanged"], imports.flaws(batch)) == (1, []), mask
    assert everything(service) == before
