"""The audit's routes, the same in every service: who may ask, what is found, what is masked, what goes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from chassis.audit import log_access
from chassis.audit.checking import write_check
from chassis.audit.verifying import Flaw, Verification
from chassis.auth import Scope
from chassis.db import new_id
from chassis.db.trail import record_change
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.services import SERVICES

AUDITOR: dict[str, Scope] = {P.AUDIT_READ: Scope.ALL}
Start = Callable[[str], ServiceUnderTest]


@pytest.fixture
def customer(start_service: Start) -> ServiceUnderTest:
    """The customer service on a fresh database."""
    return start_service("customer")


@pytest.fixture
def auditor(customer: ServiceUnderTest) -> Caller:
    """Somebody who may look at the records of who did what, and at nothing else."""
    return customer.person("审计", AUDITOR, roles=("auditor",))


@pytest.fixture
def clerk(customer: ServiceUnderTest) -> Caller:
    """Somebody who works with customers."""
    return customer.person("王芳", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN})


def entry(clerk: Caller, **values: Any) -> dict[str, Any]:
    """A customer that was entered."""
    return told(
        clerk.post(
            "/customers",
            {"kind": "person", "name": "张三", "mobile": "13843771497", "confirm_duplicate": True, **values},
        )
    )


def told(answer: TestResponse) -> dict[str, Any]:
    """What was answered."""
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return dict(answer.json or {})


def found(auditor: Caller, what: str, **query: Any) -> list[dict[str, Any]]:
    return list(told(auditor.get(f"/audit/customer/{what}", query_string=query))["items"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_answers_the_auditor_and_nobody_else(service: str, start_service: Start) -> None:
    started = start_service(service)
    auditor, other = started.person("审计", AUDITOR), started.person("王芳", {P.CUSTOMER_READ: Scope.ALL})
    with started.unit_of_work(auditor.actor) as ctx:
        record_change(ctx, "thing", new_id(), "changed", {"phone": ["13843771497", ""]})
        log_access(ctx, "thing", new_id())
    for what in ("changes", "readings", "changes.csv", "readings.csv", "seals"):
        assert auditor.get(f"/audit/{service}/{what}").status_code == 200
        assert other.get(f"/audit/{service}/{what}").status_code == 403
    assert other.post(f"/audit/{service}/checks").status_code == 403
    [change] = told(auditor.get(f"/audit/{service}/changes", query_string={"kind": "thing"}))["items"]
    assert change["fields"] == {"phone": ["138****1497", ""]}
    assert change["actor_name"] == "审计"


def test_changes_are_found_by_person_record_kind_and_time(
    customer: ServiceUnderTest, auditor: Caller, clerk: Caller
) -> None:
    made, other = entry(clerk), entry(customer.person("李强", dict(clerk.actor.permissions)))
    assert [row["record_name"] for row in found(auditor, "changes", person="王芳")] == [made["code"]]
    assert [row["record_name"] for row in found(auditor, "changes", person=str(clerk.actor.id))] == [made["code"]]
    assert found(auditor, "changes", person="没有") == []
    assert [row["actor_name"] for row in found(auditor, "changes", record=other["code"])] == ["李强"]
    assert [row["actor_name"] for row in found(auditor, "changes", record=other["id"])] == ["李强"]
    assert found(auditor, "changes", record="P2026000000X") == []
    assert len(found(auditor, "changes", kind="customer")) == 2
    assert found(auditor, "changes", kind="contact") == []
    now = datetime.now(UTC)
    assert len(found(auditor, "changes", since=(now - timedelta(hours=1)).isoformat())) == 2
    assert found(auditor, "changes", since=(now + timedelta(hours=1)).isoformat()) == []
    assert found(auditor, "changes", until=(now - timedelta(hours=1)).isoformat()) == []
    assert len(found(auditor, "changes", until=(now + timedelta(hours=1)).isoformat())) == 2


def test_a_contact_is_named_by_its_customer(auditor: Caller, clerk: Caller) -> None:
    made = entry(clerk)
    contact = {"name": "李四", "relation": "儿子", "phone": "13900001234"}
    assert clerk.post(f"/customers/{made['id']}/contacts", contact).status_code == 201
    assert [row["record_name"] for row in found(auditor, "changes", kind="contact")] == [made["code"]]


def test_the_auditor_sees_who_changed_a_number_and_not_the_number(auditor: Caller, clerk: Caller) -> None:
    made = entry(clerk)
    path = f"/customers/{made['id']}"
    assert clerk.patch(path, {"mobile": "13900001234"}, version=made["version"]).status_code == 200
    [row] = [row for row in found(auditor, "changes", record=made["code"]) if row["action"] == "changed"]
    assert row["fields"] == {"mobile": ["138****1497", "139****1234"]}
    whole = auditor.get("/audit/customer/changes").text + auditor.get("/audit/customer/changes.csv").text
    assert "13843771497" not in whole
    assert "13900001234" not in whole


def test_an_owner_is_told_by_name(customer: ServiceUnderTest, auditor: Caller, clerk: Caller) -> None:
    made, other = entry(clerk), customer.person("李强", {P.CUSTOMER_READ: Scope.OWN})
    path = f"/customers/{made['id']}/owner"
    assert clerk.post(path, {"owner_id": str(other.actor.id)}, version=made["version"]).status_code == 200
    [row] = [row for row in found(auditor, "changes", record=made["code"]) if "owner_id" in row["fields"]]
    assert [row["people"][id] for id in row["fields"]["owner_id"]] == ["王芳", "李强"]


def test_readings_are_found_and_pages_follow_one_another(auditor: Caller, clerk: Caller) -> None:
    made = [entry(clerk) for _ in range(5)]
    for each in made:
        clerk.get(f"/customers/{each['id']}")
    codes: list[str] = []
    after = None
    while True:
        query = {"limit": 2, **({"after": after} if after else {})}
        page = told(auditor.get("/audit/customer/readings", query_string=query))
        codes += [row["record_name"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert codes == [each["code"] for each in reversed(made)]
    assert [row["actor_name"] for row in found(auditor, "readings", record=made[0]["code"])] == ["王芳"]


def test_a_file_says_who_took_it_holds_no_formula_and_is_on_record_itself(
    customer: ServiceUnderTest, auditor: Caller, clerk: Caller
) -> None:
    made = entry(clerk)
    clerk.get(f"/customers/{made['id']}")
    with customer.unit_of_work(clerk.actor) as ctx:
        log_access(ctx, "customer", ctx.session.scalars(text("SELECT id FROM customer")).one(), "other", "=1+1")
    answer = auditor.get("/audit/customer/readings.csv", query_string={"person": "王芳"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "audit-customer-readings-" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0][:3] == ["exported_by", "审计", "at"]
    assert rows[1][:2] == ["at", "actor_name"]
    assert [row[rows[1].index("note")] for row in rows[2:]] == ["'=1+1", ""]
    assert {row[rows[1].index("record_name")] for row in rows[2:]} == {made["code"]}
    [taken] = found(auditor, "changes", kind="audit")
    assert (taken["actor_name"], taken["action"], taken["fields"]) == (
        "审计",
        "exported",
        {"readings": [None, {"person": "王芳"}]},
    )


def test_the_state_of_the_system_says_that_records_were_bent(customer: ServiceUnderTest, clerk: Caller) -> None:
    operator = customer.person("管理员", {P.SYSTEM_READ: Scope.ALL})
    entry(clerk)
    before = told(operator.get("/system/customer"))
    assert before["seals"] == {"unsealed": 1, "checked_at": None, "ok": None}
    assert before["needs_people"] == []
    with customer.unit_of_work() as ctx:
        write_check(ctx, Verification(position=1, flaws=[Flaw("row_changed", 1, "change", "some row")]))
    after = told(operator.get("/system/customer"))
    assert after["seals"]["ok"] is False
    assert after["needs_people"] == [
        "records were bent: 1 flaws, the first is row_changed in seal 1: change some row; "
        "`guanxi audit verify` names them"
    ]


def test_the_state_of_the_seals_is_told_and_a_check_can_be_asked_for(auditor: Caller, clerk: Caller) -> None:
    entry(clerk)
    state = told(auditor.get("/audit/customer/seals"))
    assert state == {"seals": 0, "sealed_at": None, "head": "", "unsealed": 1, "checked": None}
    first, second = (told(auditor.post("/audit/customer/checks"))["job_id"] for _ in range(2))
    assert first == second
