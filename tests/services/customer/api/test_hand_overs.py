"""VIP customers go to customer managers; everything of somebody who leaves goes to another in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.auth.directory import Staff
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.usecases import ownership_transfers
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
NOTICE = "activity.notice_raised.v1"
SAID = "customer.customer_changed.v1"
GIVER = {**HEAD, P.CUSTOMER_GIVE: Scope.DEPARTMENT}
MANAGER = {**HEAD, P.HAND_OVER_TAKE: Scope.ALL}


@pytest.fixture
def people(service: ServiceUnderTest) -> dict[str, Caller]:
    """Two departments; the first with its manager, two colleagues and a customer manager elsewhere."""
    for department in ("sales", "key"):
        service.department(department)
    return {
        "leaver": service.person("离职", STAFF, department="sales", roles=("sales",)),
        "colleague": service.person("同事", STAFF, department="sales", roles=("sales",)),
        "head": service.person("主任", GIVER, department="sales", roles=("department_manager",)),
        "manager": service.person("客户经理", MANAGER, department="key", roles=("customer_manager",)),
        "leader": service.person("领导", {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_GIVE: Scope.ALL}, department="key"),
    }


def make_vip(service: ServiceUnderTest, customer: dict[str, Any]) -> None:
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(customer, Tier.VIP)])


def waiting(by: Caller) -> list[dict[str, Any]]:
    answer = by.get("/hand-overs")
    assert answer.status_code == 200, answer.json
    return list(answer.json["items"])


def give_all(by: Caller, giver: Caller, taker: Caller) -> Any:
    return by.post("/hand-overs/all", {"from_staff": str(giver.actor.id), "to_staff": str(taker.actor.id)})


def test_a_waiting_vip_is_seen_by_customer_managers_and_the_owners_managers_and_by_nobody_else(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    customer = add_customer(name="贵宾", by=people["leaver"])
    make_vip(service, customer)
    other = service.person("别部", GIVER, department="key")
    [seen] = waiting(people["manager"])
    assert (seen["name"], seen["owner_name"], seen["department_name"]) == ("贵宾", "离职", "sales")
    assert "mobile" not in seen
    assert [len(waiting(people[who])) for who in ("head", "leader")] == [1, 1]
    assert waiting(other) == []
    assert people["head"].get("/hand-overs/count").json == {"waiting": 1}
    assert people["leaver"].get("/hand-overs").status_code == 403


def test_a_customer_manager_takes_a_vip_and_it_waits_no_more(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    customer = add_customer(by=people["leaver"])
    make_vip(service, customer)
    [hand_over] = waiting(people["manager"])
    path = f"/hand-overs/{hand_over['id']}/take"
    assert people["head"].post(path, version=1).status_code == 403
    taken = people["manager"].post(path, version=hand_over["version"])
    assert (taken.status_code, taken.json["owner_id"]) == (200, str(people["manager"].actor.id))
    assert people["manager"].get(f"/customers/{customer['id']}").json["hand_over"] is False
    assert people["leaver"].get(f"/customers/{customer['id']}").status_code == 404
    assert people["manager"].post(path, version=2).status_code == 404
    assert service.told(SAID)[-1]["owner_id"] == str(people["manager"].actor.id)


def test_a_vip_is_given_to_nobody_who_may_not_own_it(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    make_vip(service, add_customer(by=people["leaver"]))
    [hand_over] = waiting(people["head"])
    path = f"/hand-overs/{hand_over['id']}/give"
    refused = people["head"].post(path, {"owner_id": str(people["colleague"].actor.id)}, version=1)
    assert (refused.status_code, refused.json["code"]) == (409, "not_an_owner")
    taker = service.person("无权", MANAGER, department="key", roles=("sales",))
    assert taker.post(f"/hand-overs/{hand_over['id']}/take", version=1).json["code"] == "not_an_owner"
    given = people["head"].post(path, {"owner_id": str(people["manager"].actor.id)}, version=1)
    assert given.status_code == 200
    assert waiting(people["head"]) == []


def test_everything_of_a_leaver_goes_over_in_one_step_with_a_line_of_history_each(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    leaver, colleague = people["leaver"], people["colleague"]
    active = add_customer(name="在册", by=leaver)
    draft = leaver.post("/customers", {"kind": "person", "name": "草稿"}).json
    stays = add_customer(name="别人的", by=colleague)
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, leaver.actor.id).active = False
    [owner, _] = sorted(people["head"].get("/hand-overs/owners").json["items"], key=lambda item: item["active"])
    one = people["head"].get(f"/hand-overs/owners?owner_id={owner['id']}").json["items"]
    assert one == [owner]
    assert (owner["name"], owner["active"], owner["customers"]) == ("离职", False, 2)
    said = len(service.told(SAID))
    answer = give_all(people["head"], leaver, colleague)
    assert (answer.status_code, answer.json) == (200, {"customers": 2})
    names = {item["name"] for item in colleague.get("/customers").json["items"]}
    assert names == {"在册", "草稿", "别人的"}
    told = service.told(SAID)[said:]
    assert [(event["customer_id"], event["owner_id"]) for event in told] == [(active["id"], str(colleague.actor.id))]
    assert told[0]["version"] == active["version"] + 1
    for made in (active, draft):
        [line, *_] = colleague.get(f"/customers/{made['id']}/changes").json["items"]
        assert line["actor_name"] == "主任"
        assert line["changes"] == {"owner_id": [str(leaver.actor.id), str(colleague.actor.id)]}
    assert len(colleague.get(f"/customers/{stays['id']}/changes").json["items"]) == 2
    assert give_all(people["head"], leaver, colleague).json == {"customers": 0}


def test_who_gets_many_customers_is_told_of_the_first_of_them(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership_transfers, "MOST_TOLD", 2)
    made = [add_customer(name=name, by=people["leaver"]) for name in ("甲", "乙", "丙")]
    people["leaver"].post("/customers", {"kind": "person", "name": "草稿"})
    assert give_all(people["head"], people["leaver"], people["colleague"]).status_code == 200
    told = [each for each in service.told(NOTICE) if each["kind"] == "customer_given"]
    assert [(each["record_id"], each["to"]) for each in told] == [
        (each["id"], [str(people["colleague"].actor.id)]) for each in made[:2]
    ]


def test_a_department_manager_gives_only_inside_the_own_department(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    add_customer(by=people["manager"])
    assert give_all(people["head"], people["manager"], people["colleague"]).status_code == 404
    outside = give_all(people["head"], people["leaver"], people["manager"])
    assert (outside.status_code, outside.json["code"]) == (409, "not_an_owner")
    assert give_all(people["colleague"], people["leaver"], people["colleague"]).status_code == 403
    assert give_all(people["leader"], people["manager"], people["colleague"]).json == {"customers": 1}


def test_settled_vips_go_only_to_who_may_own_them_and_waiting_ones_go_on_waiting(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    make_vip(service, add_customer(name="等待", by=people["leaver"]))
    make_vip(service, add_customer(name="已定", by=people["manager"]))
    refused = give_all(people["leader"], people["manager"], people["colleague"])
    assert (refused.status_code, refused.json["code"]) == (409, "not_an_owner")
    assert give_all(people["leader"], people["leaver"], people["colleague"]).json == {"customers": 1}
    [still] = waiting(people["head"])
    assert (still["name"], still["owner_name"]) == ("等待", "同事")
    assert give_all(people["leader"], people["colleague"], people["manager"]).json == {"customers": 1}
    assert waiting(people["head"]) == []


def test_the_choice_of_takers_is_who_may_own(service: ServiceUnderTest, people: dict[str, Caller]) -> None:
    service.person("管理员", {}, department="sales", roles=("administrator",))
    takers = [item["name"] for item in people["head"].get("/hand-overs/takers").json["items"]]
    assert sorted(takers) == sorted(["离职", "同事", "主任"])
    vip = [item["name"] for item in people["head"].get("/hand-overs/takers?vip=true").json["items"]]
    assert sorted(vip) == sorted(["主任", "客户经理"])
    assert people["colleague"].get("/hand-overs/takers").status_code == 403


def test_nobody_gives_customers_to_the_system_administrator(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    add_customer(by=people["leaver"])
    administrator = service.person("管理员", {}, department="sales", roles=("administrator",))
    assert give_all(people["head"], people["leaver"], administrator).json["code"] == "not_an_owner"


def test_a_disabled_person_takes_nothing_over(
    service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add
) -> None:
    add_customer(by=people["leaver"])
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, people["colleague"].actor.id).active = False
    assert give_all(people["head"], people["leaver"], people["colleague"]).json["code"] == "not_an_owner"
    same = give_all(people["head"], people["leaver"], people["leaver"])
    assert same.json == {"code": "invalid", "fields": {"to_staff": ["same_as_before"]}}
    with service.engine.connect() as connection:
        rows = text("SELECT count(*) FROM customer WHERE owner_id = :id")
        assert connection.scalar(rows, {"id": UUID(str(people["leaver"].actor.id))}) == 1
