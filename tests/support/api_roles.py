"""People of several roles, and a record of each kind, for tests that try everything on everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import Fleet

ROLES = {
    "administrator": "administrator",
    "clerk": "service",
    "manager": "customer_manager",
    "head": "department_manager",
    "auditor": "auditor",
    "verifier": "verifier",
    "seller": "sales",
    "lead": "service_lead",
    "leader": "leadership",
    "erp": "erp",
}
"""Who -> the role they have: everybody of DELIVERED."""


@dataclass
class Scenario:
    """A small house: a department, its people, and some records."""

    doors: dict[str, ApiClient]
    ids: dict[str, list[str]] = field(default_factory=dict)
    """First part of a path -> ids of records that can be tried there."""

    def headers(self, who: str) -> dict[str, str]:
        """What shows who that is; empty for a stranger."""
        return self.doors[who].headers() if who in self.doors else {}

    def allowed(self, who: str) -> set[str]:
        """The permissions that person has, and what needs none."""
        if who not in self.doors:
            return {"public"}
        return {"public", "signed_in", *self.doors[who].get("/me")["permissions"]}


def settle(fleet: Fleet, admin: ApiClient, prefix: str = "") -> Scenario:
    """Hire somebody of each role in a fleet, and let them make records. ``prefix``: of their names."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    hired = {
        who: fleet.hire(admin, f"{prefix}{who}", f"{prefix}{who}", [role], root)
        for who, role in ROLES.items()
        if who != "administrator"
    }
    scenario = Scenario({"administrator": admin, **hired})
    spare = admin.post("/departments", {"name": f"{prefix}Spare", "parent_id": root})
    leaver = {"username": f"{prefix}spare", "name": "Spare", "department_id": root, "roles": ["sales"]}
    made = admin.post("/staff", {**leaver, "email": "spare@example.com"})
    scenario.ids = {"departments": [spare["id"]], "staff": [made["id"]]}
    scenario.ids["customers"] = [_customer(scenario, who, f"{prefix}{who}") for who in ("clerk", "manager", "head")]
    _case(scenario, scenario.ids["customers"][0])
    scenario.ids["cases"] = [case["id"] for case in hired["clerk"].get("/cases")["items"]]
    scenario.ids["tiers"] = [policy["id"] for policy in hired["manager"].get("/tiers/policies")["items"]]
    return scenario


def _customer(scenario: Scenario, who: str, name: str) -> str:
    """An active customer of somebody's with a contact and a transaction."""
    api, code = scenario.doors[who], f"X-{name}"
    entry = {"kind": "company", "name": f"{name} Ltd", "external_code": code, "phone": "+861088886666", "submit": True}
    made = api.post("/customers", entry)
    scenario.doors["verifier"].post(f"/customers/{made['id']}/approve", version=made["version"])
    row: dict[str, Any] = {"external_id": f"T-{name}", "customer_code": code, "occurred_on": "2026-10-01"}
    rows = [{**row, "quantity": 3, "amount": "120.50"}]
    scenario.doors["erp"].post("/transactions", {"source": "erp", "transactions": rows})
    identity: str = made["id"]
    return identity


def _case(scenario: Scenario, customer: str) -> None:
    clerk = scenario.doors["clerk"]
    told = eventually(
        lambda: clerk.post("/cases/batch", {"source": "web", "cases": [_row(clerk, customer)]})["created"],
        what="the customer to be known to feedback",
    )
    assert told == 1


def _row(clerk: ApiClient, customer: str) -> dict[str, str]:
    code = clerk.get(f"/customers/{customer}")["external_code"]
    return {
        "customer_code": code,
        "kind": "complaint",
        "channel": "phone",
        "content": "late",
        "external_id": f"C-{code}",
    }
