"""Which customers a list holds: whose, narrowed by what, found by what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import SYSTEM, Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.store import queries
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import STAFF, VERIFIER, judged

Add = Callable[..., dict[str, Any]]


def names(by: Caller, **query: str) -> list[str]:
    answer = by.get("/customers", query_string={**query, "limit": 100})
    assert answer.status_code == 200, answer.json
    found = sorted(item["name"] for item in answer.json["items"])
    assert by.get("/customers/count", query_string=query).json["count"] == len(found)
    return found


def test_the_author_of_an_entry_for_somebody_else_sees_it_until_it_is_checked(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller
) -> None:
    owner = service.person("赵云", STAFF, roles=("sales",))
    body = {"kind": "person", "name": "张三", "owner_id": str(owner.actor.id)}
    made = clerk.post("/customers", body).json
    path = f"/customers/{made['id']}"

    def seen() -> list[tuple[list[str], int, int]]:
        patched = {"hobbies": "茶"}
        return [
            (names(who), who.get(path).status_code, who.patch(path, patched, version=99).status_code)
            for who in (clerk, owner)
        ]

    both = [(["张三"], 200, 412), (["张三"], 200, 412)]
    assert seen() == both, "a draft"
    submitted = clerk.post(f"{path}/submit", version=made["version"]).json
    assert seen() == both, "handed in"
    returned = verifier.post(f"{path}/return", {"reason": "不符"}, version=submitted["version"]).json
    assert seen() == both, "returned"
    again = clerk.post(f"{path}/submit", version=returned["version"]).json
    assert verifier.post(f"{path}/approve", version=again["version"]).status_code == 200
    assert seen() == [([], 404, 404), (["张三"], 200, 412)], "checked"


@pytest.fixture
def several(service: ServiceUnderTest, clerk: Caller, add_customer: Add) -> dict[str, dict[str, Any]]:
    """Three customers that differ in everything."""
    other = service.person("赵云", STAFF, roles=("sales",))
    made = {
        "张三": add_customer(name="张三", region="上海市"),
        "海天": add_customer(name="海天", kind="company", industry="通信", region="北京市"),
        "别人": add_customer(name="别人", by=other, region="上海市"),
    }
    clerk.post("/customers", {"kind": "person", "name": "草稿"})
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(made["海天"], Tier.VIP)])
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["别人", "张三", "海天", "草稿"]),
        ({"kind": "company"}, ["海天"]),
        ({"status": "draft"}, ["草稿"]),
        ({"status": "active"}, ["别人", "张三", "海天"]),
        ({"tier": "vip"}, ["海天"]),
        ({"region": "上海市"}, ["别人", "张三"]),
        ({"industry": "通信"}, ["海天"]),
        ({"region": "上海市", "kind": "company"}, []),
        ({"region": "上海市", "q": "张三"}, ["张三"]),
    ],
)
def test_a_list_is_narrowed_by_each_of_these(
    service: ServiceUnderTest, several: dict[str, dict[str, Any]], query: dict[str, str], found: list[str]
) -> None:
    reader = service.person("领导", {P.CUSTOMER_READ: Scope.ALL})
    assert names(reader, **query) == sorted(found)


def test_ones_own_are_those_that_one_owns(
    service: ServiceUnderTest, clerk: Caller, several: dict[str, dict[str, Any]]
) -> None:
    everything = service.caller(
        type(clerk.actor)(id=clerk.actor.id, name="王芳", permissions={P.CUSTOMER_READ: Scope.ALL})
    )
    assert names(everything, mine="true") == sorted(["张三", "海天", "草稿"])
    assert names(everything, owner_id=str(clerk.actor.id)) == sorted(["张三", "海天", "草稿"])
    reader = service.person("领导", {P.CUSTOMER_READ: Scope.ALL})
    assert names(reader, mine="true") == []


def test_a_number_is_found_by_its_beginning_where_it_is_seen_plain_and_only_whole_elsewhere(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add
) -> None:
    add_customer(name="张三", mobile="13843771497")
    reader = service.person("领导", {P.CUSTOMER_READ: Scope.ALL})
    for q, plain, masked in (
        ("1384377149", ["张三"], []),
        ("13843771497", ["张三"], ["张三"]),
        ("3843771497", [], []),
        ("138437714977", [], []),
    ):
        assert (names(clerk, q=q), names(reader, q=q)) == (plain, masked), q


def test_a_customer_is_found_by_the_end_of_its_code_and_by_the_whole_of_a_senders(
    clerk: Caller, add_customer: Add
) -> None:
    made = add_customer(name="张三", external_code="88001")
    code = str(made["code"])
    assert names(clerk, q=code) == names(clerk, q=code.lower()) == ["张三"]
    assert names(clerk, q="88001") == ["张三"]
    assert names(clerk, q="8800") == []
    assert names(clerk, q="88001x") == []


def test_entries_to_check_are_those_of_others_that_were_handed_in(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    both = service.person("两职", {**STAFF, **VERIFIER})

    def waiting() -> list[int]:
        return [who.get("/checks/count").json["customers"] for who in (verifier, both)]

    add_customer(name="已核对")
    clerk.post("/customers", {"kind": "person", "name": "草稿"})
    assert waiting() == [0, 0]
    clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True})
    assert waiting() == [1, 1]
    both.post("/customers", {"kind": "person", "name": "李四", "submit": True})
    assert waiting() == [2, 1]


def test_who_has_entered_or_changed_anything_in_the_form_is_known_of_this_customer_and_this_person_only(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller
) -> None:
    writer = service.person("赵敏", {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_WRITE: Scope.ALL})
    made, other = (clerk.post("/customers", {"kind": "person", "name": name}).json for name in ("张三", "李四"))
    writer.patch(f"/customers/{other['id']}", {"hobbies": "茶"}, version=1)
    writer.post(f"/customers/{made['id']}/submit", version=1)
    verifier.post(f"/customers/{made['id']}/approve", version=2)
    with service.unit_of_work() as ctx:
        wrote = {
            (name, who): queries.has_written(ctx.session, caller.actor, [UUID(customer["id"])])
            for name, customer in (("made", made), ("other", other))
            for who, caller in (("clerk", clerk), ("writer", writer), ("verifier", verifier))
        }
        assert {key for key, value in wrote.items() if value} == {
            ("made", "clerk"),
            ("other", "clerk"),
            ("other", "writer"),
        }
        assert not queries.has_written(ctx.session, SYSTEM, [UUID(made["id"]), UUID(other["id"])])
