"""Roles are data: whatever combination of permissions somebody has, each route narrows by the scope of each that it
asks for. A generated sample of roles, held against the relation of each customer to who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.scenario import STAFF

SCOPED = (
    *(P.CUSTOMER_READ, P.CUSTOMER_WRITE, P.CUSTOMER_REVEAL, P.CUSTOMER_VERIFY, P.CUSTOMER_GIVE, P.CUSTOMER_EXPORT),
    *(P.TRANSACTION_READ, P.VIEW_REQUEST_DECIDE),
)
RELATIONS = ("own", "colleague", "stranger")
COVERS = {Scope.OWN: {"own"}, Scope.DEPARTMENT: {"own", "colleague"}, Scope.ALL: set(RELATIONS)}
REVEAL = {"purpose": "contact", "note": "回电"}


def sample(size: int) -> list[dict[P, Scope]]:
    """Roles that read customers in some way, and may or may not do each of the other things, as far as chance has it;
    those that differ in one only come first."""
    random = Random(7)
    pairs = [{P.CUSTOMER_READ: Scope.ALL, permission: Scope.OWN} for permission in SCOPED[1:]]
    mixed = [
        {P.CUSTOMER_READ: random.choice(list(Scope))}
        | {name: random.choice(list(Scope)) for name in SCOPED[1:] if random.random() < 0.6}
        for _ in range(size - len(pairs))
    ]
    return [*pairs, *mixed]


def reach(role: dict[P, Scope], permission: P) -> set[str]:
    """The relations at which a permission of a role reaches a customer."""
    return COVERS[role[permission]] if permission in role else set()


def status(may: bool, reaches: bool) -> int:
    return 200 if may and reaches else 404 if may else 403


def test_each_permission_of_a_role_has_its_own_scope_asked(
    service: ServiceUnderTest, add_customer: Callable[..., Any], erp: Caller
) -> None:
    colleague, stranger = service.person("同事", STAFF), service.person("外人", STAFF, department="other")
    theirs = {
        "colleague": add_customer(name="同事的", by=colleague),
        "stranger": add_customer(name="外人的", by=stranger),
    }
    for number, role in enumerate(sample(24)):
        me = service.person(f"某{number}", role)
        mine = add_customer(name=f"我的{number}", by=service.caller(_writing(me)))
        row = {"customer_code": mine["code"], "occurred_on": "2026-10-31", "quantity": 1, "amount": "1.00"}
        erp.post("/transactions", {"source": "erp", "transactions": [row | {"external_id": f"T{number}"}]})
        for relation, customer in ({"own": mine} | theirs).items():
            where = f"{relation} {role}"
            path = f"/customers/{customer['id']}"
            read = relation in reach(role, P.CUSTOMER_READ)
            assert me.get(path).status_code == status(True, read), where
            bought = read and relation in reach(role, P.TRANSACTION_READ)
            answer = me.get(f"{path}/transactions")
            assert answer.status_code == status(P.TRANSACTION_READ in role, bought), where
            revealed = read and relation in reach(role, P.CUSTOMER_REVEAL)
            answer = me.post(f"{path}/reveal", REVEAL)
            assert answer.status_code == status(P.CUSTOMER_REVEAL in role, revealed), where
            counted = me.get("/customers/count", query_string={"q": customer["code"]})
            assert counted.json["count"] == int(read), where
            if P.CUSTOMER_EXPORT in role:
                asked = me.post("/exports", {"wanted": {"q": customer["code"]}}).json
                assert asked["rows"] == int(read and relation in reach(role, P.CUSTOMER_EXPORT)), where


def _writing(me: Caller) -> Any:
    return replace(me.actor, permissions={P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN})


@pytest.mark.parametrize("permissions", [{}, {P.CUSTOMER_GIVE: Scope.DEPARTMENT}, {P.AUDIT_READ: Scope.ALL}])
def test_from_where_and_what_for_somebody_has_read_is_told_to_whom_it_concerns(
    service: ServiceUnderTest, add_customer: Callable[..., Any], clerk: Caller, permissions: dict[P, Scope]
) -> None:
    customer = add_customer(name="张三")
    reader = service.person("读者", {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_REVEAL: Scope.ALL})
    reader.post(f"/customers/{customer['id']}/reveal", REVEAL)
    asker = service.person("某人", {P.CUSTOMER_READ: Scope.ALL, **permissions})
    [told] = asker.get(f"/customers/{customer['id']}/readings").json["items"]
    assert (told["actor_name"], bool(told["at"])) == ("读者", True)
    shown = (bool(told["origin"]), told["purpose"], told["note"])
    assert shown == ((True, "contact", "回电") if permissions else (False, "", ""))
    [own] = reader.get(f"/customers/{customer['id']}/readings").json["items"]
    assert own["note"] == "回电"
