"""Customers from a file: read, mapped, stored as entries, checked as a whole by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.auth import Scope
from chassis.jobs.runner import JobRunner
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.imports.usecases import storing
from services.customer.jobs import jobs
from tests.services.customer.importing import PERSONS, Imports, after_steps, lines

SAID = "customer.customer_changed.v1"
TWO = lines(PERSONS, "C1,陈凯,男,138 4377 1497", "C2,王岩,女,15149329277")


def test_a_file_is_read_and_its_columns_are_guessed(imports: Imports) -> None:
    batch = imports.upload(TWO)
    assert (batch["status"], batch["kind"], batch["encoding"], batch["total"]) == ("mapped", "persons", "utf-8-sig", 2)
    assert batch["mapping"] == {"编号": "external_code", "姓名": "name", "性别": "sex", "手机": "mobile"}
    assert batch["preview"][0] == {"row": 2, "values": ["C1", "陈凯", "男", "138 4377 1497"], "errors": []}
    assert "birth_date" in batch["fields"]


def test_the_preview_shows_what_is_wrong_with_the_first_rows(imports: Imports) -> None:
    batch = imports.upload(lines(PERSONS, "C1,陈凯,男,abc"))
    assert batch["preview"][0]["errors"] == [{"row": 2, "column": "手机", "code": "not_a_phone", "value": "abc"}]


def test_english_headings_and_gbk_are_understood(imports: Imports) -> None:
    english = imports.upload(
        lines("Customer Code,Company Name,Contact Person", "E1,智行者有限公司,王婷婷", encoding="gbk")
    )
    assert (english["kind"], english["encoding"]) == ("companies", "gb18030")
    assert english["mapping"]["Contact Person"] == "person_in_charge"
    assert english["preview"][0]["values"][1] == "智行者有限公司"


def test_a_mapping_can_be_changed(imports: Imports) -> None:
    batch = imports.upload(lines("编号,姓名,备注", "C1,陈凯,爱下棋"))
    assert batch["mapping"]["备注"] is None
    mapped = imports.act("mapping", batch, {"mapping": {"编号": "external_code", "姓名": "name", "备注": "background"}})
    imports.act("start", mapped)
    [customer] = imports.customers()
    assert imports.author.get(f"/customers/{customer['id']}").json["background"] == "爱下棋"


def test_a_mapping_that_cannot_be_is_refused(imports: Imports) -> None:
    batch = imports.upload(TWO)
    path = f"/imports/{batch['id']}/mapping"
    for mapping, wrong in (
        ({"无此列": "name"}, {"mapping": ["unknown_heading"]}),
        ({"编号": "colour"}, {"mapping": ["unknown_choice"]}),
        ({"编号": "name", "姓名": "name"}, {"编号": ["field_twice"], "姓名": ["field_twice"]}),
    ):
        answer = imports.author.post(path, {"mapping": mapping}, version=batch["version"])
        assert (answer.status_code, answer.json["fields"]) == (422, wrong)


def test_an_import_does_not_start_without_its_key(imports: Imports) -> None:
    batch = imports.upload(lines("姓名,手机", "陈凯,13843771497"))
    answer = imports.author.post(f"/imports/{batch['id']}/start", {}, version=batch["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"external_code": ["not_mapped"]})


def test_customers_of_a_file_are_entries_until_somebody_else_has_checked_them(
    service: ServiceUnderTest, imports: Imports
) -> None:
    batch = imports.run(TWO)
    assert (batch["status"], batch["created"], batch["done"], batch["rejected"]) == ("waiting_check", 2, 2, 0)
    assert [(c["name"], c["status"], c["mobile"]) for c in imports.customers()] == [
        ("陈凯", "submitted", "13843771497"),
        ("王岩", "submitted", "15149329277"),
    ]
    assert service.told(SAID) == []
    done = imports.approve(batch)
    assert (done["status"], done["checked_by_name"]) == ("done", "李强")
    assert {c["status"] for c in imports.customers()} == {"active"}
    assert sorted((told["external_code"], told["version"], told["active"]) for told in service.told(SAID)) == [
        ("C1", 2, True),
        ("C2", 2, True),
    ]


def test_nobody_checks_an_own_import(service: ServiceUnderTest, imports: Imports) -> None:
    both = service.person("两职", {P.IMPORT_RUN: Scope.ALL, P.IMPORT_VERIFY: Scope.ALL})
    imports.author = both
    batch = imports.run(TWO)
    answer = both.post(f"/imports/{batch['id']}/approve", version=batch["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")
    assert imports.get(batch["id"])["status"] == "waiting_check"


def test_an_import_that_waits_is_counted_for_the_others_only(imports: Imports) -> None:
    imports.run(TWO)
    assert imports.checker.get("/checks/count").json["imports"] == 1


def test_an_imported_customer_has_a_code_an_owner_and_a_trail(imports: Imports) -> None:
    batch = imports.bring(TWO)
    first = imports.customers()[0]
    customer = imports.author.get(f"/customers/{first['id']}").json
    assert customer["code"].startswith("P")
    assert (customer["owner_name"], customer["import_id"], customer["sex"]) == ("赵敏", batch["id"], "male")
    trail = imports.author.get(f"/customers/{first['id']}/changes").json["items"]
    assert [(line["action"], line["actor_name"]) for line in trail] == [("approved", "李强"), ("created", "赵敏")]
    assert [c["name"] for c in imports.customers(q="ck")] == ["陈凯"]


def test_the_same_file_twice_changes_nothing(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(TWO)
    before = service.told(SAID)
    again = imports.run(TWO)
    assert (again["status"], again["created"], again["unchanged"], again["rejected"]) == ("done", 0, 2, 0)
    third = imports.run(TWO, on_known="update")
    assert (third["status"], third["updated"], third["unchanged"]) == ("done", 0, 2)
    assert service.told(SAID) == before
    assert len(imports.customers()) == 2


def test_known_customers_are_brought_up_to_date_except_for_what_needs_a_check(
    service: ServiceUnderTest, imports: Imports
) -> None:
    imports.bring(TWO)
    newer = lines("编号,姓名,爱好", "C1,陈凯,围棋", "C2,王炎,茶艺", "C3,严瑜,")
    batch = imports.run(newer, on_known="update")
    assert (batch["created"], batch["updated"], batch["unchanged"], batch["rejected"]) == (1, 2, 0, 0)
    assert imports.errors(batch) == [{"row": 3, "column": "姓名", "code": "needs_check", "value": "王炎"}]
    second = imports.author.get(f"/customers/{imports.customers()[1]['id']}").json
    assert (second["name"], second["hobbies"], second["version"]) == ("王岩", "茶艺", 3)
    assert len(service.told(SAID)) == 4


def test_an_empty_cell_says_nothing(imports: Imports) -> None:
    imports.bring(TWO)
    batch = imports.run(lines(PERSONS, "C1,陈凯,,"), on_known="update")
    assert batch["unchanged"] == 1
    assert imports.customers()[0]["mobile"] == "13843771497"


def test_customers_beyond_ones_reach_are_not_updated(imports: Imports, somebody: Callable[..., Caller]) -> None:
    imports.bring(TWO)
    imports.author = somebody({P.IMPORT_RUN: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN})
    batch = imports.run(lines("编号,姓名,爱好", "C1,陈凯,围棋"), on_known="update")
    assert (batch["updated"], imports.flaws(batch)) == (0, [(2, "编号", "already_taken")])


def test_a_persons_code_is_not_a_companys(imports: Imports) -> None:
    imports.bring(TWO)
    batch = imports.run(lines("编号,企业名称", "C1,智行者有限公司"), on_known="update")
    assert imports.flaws(batch) == [(2, "编号", "other_kind")]


def test_one_column_may_hold_mobiles_and_landlines(imports: Imports) -> None:
    imports.bring(lines("编号,企业名称,联系方式", "E1,甲公司,13843771497", "E2,乙公司,010-62341234"))
    first, second = (imports.author.get(f"/customers/{c['id']}").json for c in imports.customers())
    assert (first["mobile"], first["phone"]) == ("13843771497", "")
    assert (second["mobile"], second["phone"]) == ("", "01062341234")


def test_imports_are_seen_by_those_who_run_or_check_them(imports: Imports, somebody: Callable[..., Caller]) -> None:
    batch = imports.upload(TWO)
    path = f"/imports/{batch['id']}"
    stranger, other = somebody({P.CUSTOMER_READ: Scope.ALL}), somebody({P.IMPORT_RUN: Scope.OWN})
    assert stranger.get(path).status_code == 403
    assert other.get(path).status_code == 404
    assert other.get("/imports").json["items"] == []
    assert [item["id"] for item in imports.checker.get("/imports").json["items"]] == [batch["id"]]


def test_only_the_author_prepares_an_import(imports: Imports) -> None:
    batch = imports.upload(TWO)
    answer = imports.checker.post(f"/imports/{batch['id']}/start", {}, version=batch["version"])
    assert (answer.status_code, answer.json["detail"]) == (403, {"reason": "not_the_author"})


def test_a_started_import_is_not_started_again(imports: Imports) -> None:
    batch = imports.run(TWO)
    answer = imports.author.post(f"/imports/{batch['id']}/start", {}, version=batch["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")


@pytest.mark.parametrize("second_half", ["C{n},陈凯,男,", "C{n},陈凯,男,abc"], ids=["good", "bad"])
def test_a_large_file_is_stored_by_two_workers_at_once_and_then_waits_for_its_check(
    service: ServiceUnderTest, imports: Imports, monkeypatch: pytest.MonkeyPatch, second_half: str
) -> None:
    monkeypatch.setattr(storing, "FOR_TWO", 40)
    monkeypatch.setattr(storing, "STEP", dict.fromkeys(storing.STEP, 7))
    halves = [f"C{n},陈凯,男," for n in range(50)], [second_half.format(n=n) for n in range(45, 95)]
    batch = imports.upload(lines(PERSONS, *halves[0], *halves[1]))
    started = imports.author.post(f"/imports/{batch['id']}/start", {}, version=batch["version"])
    assert started.status_code == 200
    runners = [JobRunner(service.engine, jobs) for _ in range(2)]
    assert runners[0].run_due(seconds=60, stop=after_steps(1)) == 1
    with ThreadPoolExecutor(2) as workers:
        assert all(workers.map(lambda runner: runner.run_due(seconds=60), runners))
    ended = imports.get(batch["id"])
    created = 50 if second_half.endswith("abc") else 95
    assert (ended["status"], ended["created"], ended["done"]) == ("waiting_check", created, 100)
    found = imports.author.get("/customers?limit=200").json["items"]
    assert sorted(each["external_code"] for each in found) == sorted(f"C{n}" for n in range(created))
    assert len({each["code"] for each in found}) == created


def test_a_row_of_one_that_went_into_another_is_refused_and_says_so(imports: Imports) -> None:
    imports.act("approve", imports.run(TWO), by=imports.checker)
    one, other = imports.customers()
    body = {"absorbed_id": other["id"], "absorbed_version": other["version"]}
    merged = imports.author.post(f"/customers/{one['id']}/merge", body, version=one["version"])
    assert merged.status_code == 200, merged.json
    batch = imports.run(lines(PERSONS, f"{other['external_code']},王岩岩,女,15149329277"), on_known="update")
    assert imports.flaws(batch) == [(2, "编号", "customer_merged")]
