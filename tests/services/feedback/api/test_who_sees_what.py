"""Own, department, all: what one may not see does not exist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission
from tests.services.feedback.scenario import AGENT, HEAD, STAFF, AddCustomer, CreateCase, step


@pytest.fixture
def people(service: ServiceUnderTest) -> dict[str, Caller]:
    """A department with one below it, and one beside it."""
    service.department("sales")
    service.department("east", below="sales")
    service.department("finance")
    return {
        "head": service.person("主任", HEAD, department="sales"),
        "east": service.person("东区", STAFF, department="east"),
        "finance": service.person("财务", STAFF, department="finance"),
    }


def found(caller: Caller, query: str = "") -> list[str]:
    return sorted(item["summary"] for item in caller.get(f"/cases{query}").json["items"])


def test_list_search_count_desks_and_detail_show_the_same_rows(
    people: dict[str, Caller], create_case: CreateCase, add_customer: AddCustomer
) -> None:
    ids = {
        who: create_case(customer=add_customer(owner=people[who]), content=f"事{who}")["id"]
        for who in ("east", "finance")
    }
    assert found(people["east"]) == ["事east"]
    assert found(people["head"]) == ["事east"]
    assert found(people["head"], "?q=fin") == []
    assert people["head"].get("/cases/count").json["count"] == 1
    assert people["finance"].get("/cases/desks").json["service"]["open"] == 1
    for path in (f"/cases/{ids['finance']}", f"/cases/{ids['finance']}/timeline"):
        assert people["finance"].get(path).status_code == 200
        assert people["head"].get(path).status_code == 404
        assert people["east"].get(path).status_code == 404


def test_own_is_also_what_one_filed_or_has_taken(
    service: ServiceUnderTest, people: dict[str, Caller], create_case: CreateCase, add_customer: AddCustomer
) -> None:
    worker = service.person("客服", {**AGENT, Permission.CASE_READ: Scope.OWN})
    customer = add_customer(owner=people["east"], name="东区客户")
    filed = create_case(customer=customer, by=worker, content="客服所记")
    assert found(worker) == ["客服所记"]
    step(worker, filed, "take")
    create_case(customer=customer, content="别人所记")
    assert found(worker) == ["客服所记"]
    assert found(people["east"]) == ["别人所记", "客服所记"]


def test_a_case_is_seen_as_long_as_one_has_it_in_hand(
    service: ServiceUnderTest, people: dict[str, Caller], create_case: CreateCase, add_customer: AddCustomer
) -> None:
    """Also by whoever saw every case when taking it, and no longer does."""
    before, other = (service.person(name, AGENT, department="finance") for name in ("客服", "同事"))
    own_only = {**AGENT, Permission.CASE_READ: Scope.OWN}
    worker, other = (service.caller(replace(each.actor, permissions=own_only)) for each in (before, other))
    case = create_case(customer=add_customer(owner=people["east"]), content="别人所记")
    path = f"/cases/{case['id']}"
    assert (found(worker), worker.get(path).status_code) == ([], 404)
    taken = step(before, case, "take")
    assert (found(worker), worker.get(path).status_code) == (["别人所记"], 200)
    assert (found(other), other.get(path).status_code) == ([], 404)
    step(worker, taken, "release")
    assert (found(worker), worker.get(path).status_code) == ([], 404)


def test_who_loses_a_customer_loses_its_cases(
    people: dict[str, Caller], create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer(owner=people["east"])
    create_case(customer=customer, content="一件事")
    add_customer(owner=people["finance"], customer_id=customer.customer_id, version=2)
    assert found(people["east"]) == []
    assert found(people["finance"]) == ["一件事"]


def test_ordinary_staff_files_cases_of_own_customers_only(people: dict[str, Caller], add_customer: AddCustomer) -> None:
    customer = add_customer(owner=people["east"])
    body = {"customer_id": str(customer.customer_id), "kind": "feedback", "channel": "web", "content": "好"}
    assert people["east"].post("/cases", body).status_code == 201
    assert people["finance"].post("/cases", body).json["code"] == "no_such_customer"
    row = {key: value for key, value in body.items() if key != "customer_id"} | {"external_id": "1"}
    batch = {"source": "file", "cases": [{**row, "customer_code": customer.code}]}
    assert people["finance"].post("/cases/batch", batch).json["rejected"][0]["code"] == "no_such_customer"


def test_without_the_permission_the_answer_is_403_and_without_a_token_401(service: ServiceUnderTest) -> None:
    nobody = service.person("外人", {})
    assert nobody.get("/cases").status_code == 403
    body = {"customer_code": "C00001", "kind": "feedback", "channel": "web", "content": "好"}
    assert nobody.post("/cases", body).status_code == 403
    assert service.app.test_client().get("/v1/cases").status_code == 401
