"""An id that somebody may not see is answered like one that there is not: to the last byte, and whatever is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from ops.demo.api_client import ApiClient
from tests.access.matrix import Row, expected
from tests.access.rights import Answer, Relation
from tests.access.rows.whole import ROWS
from tests.support.api_roles import Scenario, settle
from tests.support.fleet import Fleet

pytestmark = pytest.mark.timeout(300)
KINDS = ("customer", "contact", "case", "change request", "import", "person", "account", "department", "session")
CHANGING = frozenset({"X-Request-Id", "Date"})
ASKED = [row for row in ROWS if row.on in KINDS]
"""Every operation at a record of these kinds, with a request that fits it."""


@dataclass
class Others:
    """Records of other people, by kind, and two who have none of them."""

    records: dict[str, str]
    doors: dict[str, ApiClient]


@pytest.fixture(scope="module")
def others(fleet: Fleet, admin: ApiClient) -> Others:
    """A house, and two strangers in it: one of sales, one of customer service."""
    scenario = settle(fleet, admin, "others.")
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    clerk, customer = scenario.doors["clerk"], scenario.ids["customers"][0]
    account, department = scenario.ids["staff"][0], scenario.ids["departments"][0]
    records = {
        "customer": customer,
        "contact": clerk.post(f"/customers/{customer}/contacts", {"name": "赵敏"})["id"],
        "case": scenario.ids["cases"][0],
        "change request": _asked_change(fleet, scenario, customer),
        "import": _import(clerk),
        "person": clerk.get("/me")["id"],
        "account": account,
        "department": department,
        "session": clerk.get("/me/sessions")["items"][0]["id"],
    }
    doors = {role: fleet.hire(admin, f"others.new.{role}", "新人", [role], root) for role in ("sales", "service")}
    return Others(records, doors)


def _asked_change(fleet: Fleet, scenario: Scenario, customer: str) -> str:
    api = scenario.doors["clerk"]
    headers = {**api.headers(), "If-Match": f'"{api.get(f"/customers/{customer}")["version"]}"'}
    fleet.client.ask("PATCH", f"/api/v1/customers/{customer}", body={"name": "Renamed Ltd"}, headers=headers)
    waiting = scenario.doors["verifier"].get("/change-requests")["items"]
    return next(str(request["id"]) for request in waiting if request["customer_id"] == customer)


def _import(clerk: ApiClient) -> str:
    identity: str = clerk.upload("/imports", {"kind": "customers"}, "a.csv", b"code,name\nZ9,Somebody\n", key="others")[
        "id"
    ]
    return identity


@pytest.mark.parametrize("row", ASKED, ids=lambda row: f"{row.route} at {row.on}")
def test_what_is_not_ours_and_what_there_is_not_are_answered_alike(fleet: Fleet, others: Others, row: Row) -> None:
    closed = {Answer.HIDDEN, Answer.FORBIDDEN}  # customer service sees all cases and active customers
    strangers = [who for who in ("sales", "service") if expected(row, who, Relation.OTHER) in closed]
    assert "sales" in strangers
    for who in strangers:
        there = _ask(fleet, others, who, row, others.records[row.on])
        not_there = _ask(fleet, others, who, row, str(uuid4()))
        assert there == not_there
        assert there[0] in {403, 404, row.hidden}, there


def _ask(fleet: Fleet, others: Others, who: str, row: Row, id: str) -> tuple[int, dict[str, str], Any]:
    """Status, headers and body, without what changes from request to request."""
    path = row.path.replace("{id}", id).replace("{customer_id}", id).replace("{session_id}", id)
    headers = {**others.doors[who].headers(), "If-Match": '"1"', "X-Request-Id": "the-same"}
    body = None
    if row.method != "GET":
        headers["Content-Type"] = "application/json"
        body = json.dumps(row.body).replace("{id}", id).encode() if row.body is not None else b""
    answer = fleet.client.send(row.method, f"/api{path}", headers, body)
    told = {name: value for name, value in answer.headers.items() if name not in CHANGING}
    return answer.status, told, answer.data
