"""The limits of an export: when it is asked for, and again when its file is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.auth.directory import record_staff
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.jobs import jobs
from services.customer.store import exports as store
from services.customer.usecases import export_writing, exports
from services.customer.usecases.export_writing import write_export
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]
MANAGER = {**HEAD, P.CUSTOMER_EXPORT: Scope.DEPARTMENT, P.EXPORT_APPROVE: Scope.DEPARTMENT}
LEADER = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_EXPORT: Scope.ALL, P.EXPORT_APPROVE: Scope.ALL}


@pytest.fixture
def manager(service: ServiceUnderTest) -> Caller:
    """May export what the department owns."""
    return service.person("经理", MANAGER)


@pytest.fixture
def leader(service: ServiceUnderTest) -> Caller:
    """Agrees to everybody's exports."""
    return service.person("领导", LEADER)


def asked(by: Caller, **body: Any) -> dict[str, Any]:
    answer = by.post("/exports", {"format": "csv", **body})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def state(by: Caller, export: dict[str, Any]) -> dict[str, Any]:
    return next(item for item in by.get("/exports").json["items"] if item["id"] == export["id"])


def allow(leader: Caller, rows: int) -> None:
    policy = leader.get("/exports/policy").json
    assert leader.patch("/exports/policy", {"rows_unasked": rows}, version=policy["version"]).status_code == 200


def test_a_file_holds_so_many_rows_and_not_one_more(
    manager: Caller, add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (exports, export_writing, store):
        monkeypatch.setattr(module, "MOST_ROWS", 2)
    add_customer(), add_customer()
    assert asked(manager)["rows"] == 2
    add_customer()
    refused = manager.post("/exports", {"format": "csv"})
    assert (refused.status_code, refused.json["fields"]) == (422, {"wanted": ["too_many_rows"]})


@pytest.mark.parametrize(("unasked", "more", "status"), [(2, 1, "done"), (2, 2, "failed"), (1, 1, "failed")])
def test_what_grew_until_it_was_made_stays_within_what_is_allowed_unasked(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add, unasked: int, more: int, status: str
) -> None:
    add_customer()
    allow(leader, unasked)
    export = asked(manager)
    for _ in range(more):
        add_customer()
    service.work(jobs)
    found = state(manager, export)
    assert (found["status"], found["error"]) == (status, "" if status == "done" else "too_many_rows")


def test_what_shrank_the_limit_after_it_was_asked_for_is_made_all_the_same(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer()
    export = asked(manager)
    allow(leader, 0)
    service.work(jobs)
    assert state(manager, export)["status"] == "done"


def test_what_was_agreed_to_may_grow(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer()
    allow(leader, 0)
    export = asked(manager)
    leader.post(f"/exports/{export['id']}/approve", {}, version=export["version"])
    add_customer()
    service.work(jobs)
    assert (state(manager, export)["status"], state(manager, export)["rows"]) == ("done", 2)


def test_a_file_is_made_once(service: ServiceUnderTest, manager: Caller, add_customer: Add) -> None:
    add_customer()
    export = asked(manager)
    service.work(jobs)
    made = state(manager, export)
    add_customer()
    with service.unit_of_work() as ctx:
        write_export(ctx, UUID(export["id"]))
    assert state(manager, export) == made


def test_every_customer_in_a_file_was_read_by_its_asker(
    service: ServiceUnderTest, manager: Caller, add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_writing, "STEP", 2)
    made = {UUID(str(add_customer(name=name)["id"])) for name in ("一", "二", "三", "四", "五")}
    asked(manager)
    service.work(jobs)
    with service.engine.connect() as connection:
        rows = connection.execute(text("SELECT record_id, actor_name FROM read_log WHERE purpose = 'export'")).all()
    assert sorted(rows) == sorted((id, "经理") for id in made), "each of them once"


@pytest.mark.parametrize("change", ["disabled", "other roles", "other department", "nothing"])
def test_a_file_is_made_as_long_as_its_asker_is_who_asked(
    service: ServiceUnderTest, manager: Caller, add_customer: Add, change: str
) -> None:
    add_customer()
    export, actor = asked(manager), manager.actor
    with service.unit_of_work() as ctx:
        record_staff(
            ctx.session,
            id=actor.id,
            version=2,
            name=actor.name,
            email="",
            unit_id=service.department("finance") if change == "other department" else actor.department_id,
            roles=["sales"] if change == "other roles" else [],
            active=change != "disabled",
            since=ctx.now,
        )
    service.work(jobs)
    found = state(manager, export)
    assert (found["status"], found["error"]) == (("done", "") if change == "nothing" else ("failed", "access_changed"))


def test_exports_of_a_person_with_consent_and_refused_ones_use_up_nothing(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer(), add_customer()
    allow(leader, 1)
    for decision in ("approve", "refuse"):
        export = asked(manager)
        assert export["status"] == "waiting"
        leader.post(f"/exports/{export['id']}/{decision}", {"reason": "x"}, version=export["version"])
    service.work(jobs)
    allow(leader, 2)
    assert asked(manager)["status"] == "running"


def test_what_others_exported_does_not_count(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    add_customer()
    allow(leader, 1)
    assert asked(service.person("另一位", MANAGER))["status"] == "running"
    assert asked(manager)["status"] == "running"


def test_an_export_is_agreed_to_within_reach(
    service: ServiceUnderTest, manager: Caller, leader: Caller, add_customer: Add
) -> None:
    service.department("finance")
    near = service.person("副经理", MANAGER)
    far = service.person("财务", MANAGER, department="finance")
    add_customer()
    allow(leader, 0)
    export = asked(manager)
    path = f"/exports/{export['id']}/approve"
    assert [who.get("/exports/count").json["waiting"] for who in (near, far, leader, manager)] == [1, 0, 1, 0]
    assert [len(who.get("/exports/to-approve").json["items"]) for who in (near, far)] == [1, 0]
    assert far.post(path, {}, version=export["version"]).status_code == 404
    assert near.post(path, {}, version=export["version"]).status_code == 200


def test_the_file_is_of_the_newest_filter_and_named_by_its_moment(
    service: ServiceUnderTest, manager: Caller, add_customer: Add
) -> None:
    owner = service.person("赵云", STAFF)
    add_customer(name="张三"), add_customer(name="李四", by=owner)
    now = service.clock.stop()
    export = asked(manager, wanted={"owner_id": str(owner.actor.id)})
    service.work(jobs)
    found = state(manager, export)
    local = now.astimezone(service.deployment.zone)
    assert (found["rows"], found["filename"]) == (1, f"customers-{local:%Y%m%d-%H%M%S}.csv")
    lines = manager.get(f"/exports/{export['id']}/file").data.decode("utf-8-sig").splitlines()
    assert [line.count("李四") for line in lines] == [0, 1]
    assert found["size"] == len(manager.get(f"/exports/{export['id']}/file").data)


def test_a_large_file_is_kept_in_pieces_and_given_out_whole(
    service: ServiceUnderTest, manager: Caller, add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PIECE", 100)
    add_customer(name="张三"), add_customer(name="李四")
    export = asked(manager)
    service.work(jobs)
    data = manager.get(f"/exports/{export['id']}/file").data
    assert len(data) == state(manager, export)["size"] > 300
    assert data.decode("utf-8-sig").splitlines()[0].startswith("系统编号,")
    assert data.endswith(b"\r\n")


def test_an_export_whose_making_was_given_up_says_so(
    service: ServiceUnderTest, manager: Caller, add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    add_customer()
    made = asked(manager)
    service.work(jobs)
    with monkeypatch.context() as patch:
        patch.setattr(export_writing, "write_export", broken)
        given_up = asked(manager)
        service.work(jobs, pause=lambda _: timedelta())
    assert (state(manager, given_up)["status"], state(manager, given_up)["error"]) == ("failed", "not_made")
    assert state(manager, made)["status"] == "done"
