"""The company before whose services the pages are asked for: people hired and customers entered as a test needs them,
through the API of the running system."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chassis.client import ServiceError
from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import PASSWORD, Fleet


@dataclass(frozen=True)
class Someone:
    """A person: who they are, what they sign in with, and their own way to the API."""

    id: str
    username: str
    name: str
    api: ApiClient
    password: str = PASSWORD


@dataclass
class Scenario:
    """One company a test process. What is asked for twice with the same words is the same person."""

    fleet: Fleet
    admin: ApiClient
    known: dict[str, Someone] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        units = self.admin.get("/departments")["items"]
        self.root: str = next(unit["id"] for unit in units if unit["parent_id"] is None)

    def department(self, parent: str = "") -> str:
        """A new department."""
        number = next(self.numbers)
        made = self.admin.post("/departments", {"name": f"页面{number}部", "parent_id": parent or self.root})
        return str(made["id"])

    def hire(self, *roles: str, name: str = "", department: str = "") -> Someone:
        """Somebody new with these roles, who has chosen an own password."""
        number = next(self.numbers)
        username, name = f"pages.{number}", name or f"员工{number}"
        api = self.fleet.hire(self.admin, username, name, list(roles), department or self.root)
        return Someone(api.get("/me")["id"], username, name, api)

    def of(self, *roles: str) -> Someone:
        """Somebody with these roles; the same one for the same roles."""
        key = " ".join(roles)
        if key not in self.known:
            self.known[key] = self.hire(*roles)
        return self.known[key]

    def who_may(self, permissions: Mapping[str, str]) -> Someone:
        """Somebody who may exactly this, by a role that is made for it; the same one for the same permissions."""
        key = str(sorted(permissions.items()))
        if key not in self.known:
            self.known[key] = self.hire(self.role(permissions))
        return self.known[key]

    def role(self, permissions: Mapping[str, str], *, for_programs: bool = False) -> str:
        """A new role; its code."""
        code = f"pages_{next(self.numbers)}"
        named: dict[str, Any] = {"code": code, "name_zh": code, "name_en": code, "permissions": dict(permissions)}
        named |= {"for_programs": for_programs}
        return str(self.admin.post("/roles", named)["code"])

    def disable(self, someone: Someone) -> None:
        """They can no longer sign in."""
        found = self.admin.get(f"/staff/{someone.id}")
        self.admin.post(f"/staff/{someone.id}/disable", version=found["version"])

    @property
    def administrator(self) -> Someone:
        """The administrator that the system came with."""
        me = self.admin.get("/me")
        return Someone(me["id"], "admin", me["name"], self.admin)

    def entry(self, author: Someone, **values: Any) -> dict[str, Any]:
        """A customer that was entered and handed in, and not checked yet."""
        number = next(self.numbers)
        given = {"kind": "company", "name": f"海天{number}有限公司", "submit": True, **values}
        return dict(author.api.post("/customers", given))

    def customer(self, owner: Someone, **values: Any) -> dict[str, Any]:
        """An active customer of somebody."""
        made = self.entry(owner, **values)
        checked = self.of("verifier").api.post(f"/customers/{made['id']}/approve", version=made["version"])
        return dict(checked)

    def settle(self, customer: dict[str, Any]) -> dict[str, Any]:
        """Approve the change of a customer that waits; returns the customer as leadership sees it."""
        request = customer["change_request"]
        self.of("verifier").api.post(f"/change-requests/{request['id']}/approve", version=request["version"])
        return dict(self.of("leadership").api.get(f"/customers/{customer['id']}"))

    def vip(self, owner: Someone) -> dict[str, Any]:
        """A customer of somebody who has bought so much that they are VIP."""
        code = f"V{next(self.numbers)}"
        return self.rise(owner, self.customer(owner, external_code=code))

    def rise(self, owner: Someone, made: Mapping[str, Any]) -> dict[str, Any]:
        """Let somebody's customer buy so much that they become VIP."""
        self.buy(made["external_code"], quantity=900, amount="990000.00")

        def risen() -> Any:
            found = owner.api.get(f"/customers/{made['id']}")
            return found if found["tier"] == "vip" else None

        return dict(eventually(risen, what="the customer to become VIP", every=0.05))

    def buy(self, customer_code: str, **values: Any) -> None:
        """A transaction of today, as the ERP tells it."""
        row = {"external_id": f"P{next(self.numbers)}", "customer_code": customer_code, **values}
        row.setdefault("occurred_on", datetime.now(UTC).date().isoformat())
        self.of("erp").api.post("/transactions", {"source": "erp", "transactions": [row]})

    def case(self, customer: Mapping[str, Any], kind: str = "feedback", **values: Any) -> dict[str, Any]:
        """A case of a customer, filed as soon as feedback has heard of them."""
        said = {"customer_id": customer["id"], "kind": kind, "channel": "phone", "content": "安装很快", **values}

        def filed() -> Any:
            try:
                return self.of("service").api.post("/cases", said)
            except ServiceError as error:
                if "no_such_customer" in str((error.code, error.fields)):
                    return None
                raise

        return dict(eventually(filed, what="the customer to be known to feedback", every=0.02))

    def until_at_desk(self, who: Someone, colleague: Someone) -> None:
        """Until feedback has heard that somebody works at the desk of who asks."""

        def heard() -> bool:
            return colleague.id in {each["id"] for each in who.api.get("/cases/colleagues")["items"]}

        eventually(heard, what=f"{colleague.name} to be known at the desk", every=0.03)

    def report(self) -> dict[str, Any]:
        """A report of one day, another day each time: there is one report of a period."""
        day = str(date(2020, 1, 1) + timedelta(days=next(self.numbers) % 1_000))
        return dict(self.of("service").api.post("/reports", {"period_from": day, "period_to": day}))

    def told(self) -> Someone:
        """Somebody new who has one notice: that a report was returned."""
        author = self.hire("service")
        day = str(date(2015, 1, 1) + timedelta(days=next(self.numbers) % 1_000))
        made = author.api.post("/reports", {"period_from": day, "period_to": day})
        made = author.api.post(f"/reports/{made['id']}/submit", version=made["version"])
        decided = {"comment": "请补充"}
        self.of("customer_manager").api.post(f"/reports/{made['id']}/return", decided, version=made["version"])
        eventually(lambda: author.api.get("/notices/unread")["count"], what="the notice", every=0.02)
        return author

    def upload(self, who: Someone, content: str) -> dict[str, Any]:
        """A file of persons that somebody brings, as soon as it is read."""
        key = f"pages-{next(self.numbers)}"
        made = who.api.upload("/imports", {"kind": "persons"}, "客户.csv", content.encode(), key=key)
        return self.until(who, f"/imports/{made['id']}", "mapped")

    def until(self, who: Someone, path: str, status: str) -> dict[str, Any]:
        """A record as soon as it has come to a state."""

        def there() -> Any:
            found = who.api.get(path)
            return found if found["status"] == status else None

        return dict(eventually(there, what=f"{path} to be {status}", every=0.03))

    def until_listed(self, who: Someone, path: str, id: str, status: str) -> None:
        """Until a record of a list has come to a state."""

        def there() -> bool:
            return any(each["id"] == id and each["status"] == status for each in who.api.get(path)["items"])

        eventually(there, what=f"{id} of {path} to be {status}", every=0.03)

    def patch(self, who: Someone, path: str, body: Any, version: int) -> dict[str, Any]:
        """A change by somebody."""
        headers = {**who.api.headers(), "If-Match": f'"{version}"'}
        return dict(self.fleet.client.ask("PATCH", f"/api/v1{path}", body=body, headers=headers))
