"""The main job before the containers: through the gateway's API, as the staff would do it."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.client import Client, ServiceError
from contracts.services import SERVICES
from ops.demo.api_client import ApiClient, eventually
from tests.compose.docker import Failed, wait_for

PASSWORD = "Tests-only-2026"
STAFF = {
    "clerk": ("王芳", "service"),
    "verifier": ("李强", "verifier"),
    "lead": ("郑雪", "service_lead"),
    "erp": ("ERP", "erp"),
}
TODAY = datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Company:
    """The staff, signed in at one address."""

    people: dict[str, ApiClient]

    def __getitem__(self, username: str) -> ApiClient:
        return self.people[username]


def hire(url: str, admin_password: str) -> None:
    """The administrator, and somebody of every role that the story needs, each with an own password."""
    client = Client("gateway", url, seconds=60)
    ApiClient.sign_in(client, "admin", admin_password).post("/me/password", {"old": admin_password, "new": PASSWORD})
    admin = ApiClient.sign_in(client, "admin", PASSWORD)
    [root] = [unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None]
    for username, (name, role) in STAFF.items():
        person = {"username": username, "name": name, "email": f"{username}@example.com", "roles": [role]}
        given = admin.post("/staff", {**person, "department_id": root["id"]})["password"]
        first = ApiClient.sign_in(client, username, given)
        first.post("/me/password", {"old": given, "new": PASSWORD})


def company(url: str) -> Company:
    """Everybody signs in."""
    client = Client("gateway", url, seconds=60)
    return Company({name: ApiClient.sign_in(client, name, PASSWORD) for name in ("admin", *STAFF)})


def customer_becomes_vip(staff: Company, code: str) -> dict[str, Any]:
    """Entered by one, checked by another, told to feedback; a complaint, much business, and the complaint moves."""
    entry = {"kind": "company", "name": f"海天天线 {code}", "external_code": code, "email": f"{code}@example.com"}
    made = staff["clerk"].post("/customers", {**entry, "region": "北京市", "submit": True})
    checked = staff["verifier"].post(f"/customers/{made['id']}/approve", version=made["version"])
    complaint = create_case(staff, code, "complaint", f"送来的天线型号不对 {code}")
    _expect(complaint["desk"], "service")
    report(staff["erp"], code, f"{code}-1", quantity=500, amount="900000.00")
    eventually(lambda: tier_of(staff, made["id"]) == "vip", what="the tier on the customer's page")
    eventually(
        lambda: staff["lead"].get(f"/cases/{complaint['id']}")["desk"] == "lead", what="the complaint on its new desk"
    )
    return dict(checked)


def tier_of(staff: Company, customer_id: str) -> Any:
    return staff["clerk"].get(f"/customers/{customer_id}")["tier"]


def figures_of(staff: Company, customer_id: str) -> tuple[str, int]:
    """Amount and number that reporting judges a customer by."""
    found = staff["lead"].get(f"/tiers/of/{customer_id}")
    return found["amount"], found["quantity"]


def create_case(staff: Company, code: str, kind: str, content: str) -> Any:
    """A case of a customer, as soon as feedback has heard of them."""
    case = {"customer_code": code, "kind": kind, "channel": "phone", "content": content}

    def filed() -> Any:
        try:
            return staff["clerk"].post("/cases", case)
        except ServiceError as error:
            if "no_such_customer" in f"{error.code} {error.fields}":
                return None
            raise

    return eventually(filed, what="the customer to be known to feedback")


def answer_feedback(staff: Company, code: str, words: str) -> None:
    """Feedback that is answered by an email."""
    case = create_case(staff, code, "feedback", "安装师傅很专业")
    taken = staff["clerk"].post(f"/cases/{case['id']}/take", version=case["version"])
    staff["clerk"].post(f"/cases/{case['id']}/reply", {"text": words, "mail": True}, version=taken["version"])


def report(erp: ApiClient, code: str, number: str, *, quantity: int = 1, amount: str = "1.00") -> Any:
    """One transaction, as the ERP tells it."""
    row = {"external_id": number, "customer_code": code, "occurred_on": TODAY, "quantity": quantity, "amount": amount}
    return erp.post("/transactions", {"source": "erp", "transactions": [row]})


class Traffic:
    """The ERP goes on meanwhile: one transaction after the other, each told again until it is taken."""

    def __init__(self, erp: Callable[[], ApiClient], code: str, name: str) -> None:
        self._erp, self._code, self._name = erp, code, name
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self.taken = self.tried_again = 0
        self.refused: list[str] = []

    def __enter__(self) -> Traffic:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(120)

    def _go_on(self) -> None:
        while not self._over.wait(0.2):
            try:
                report(self._erp(), self._code, f"{self._name}-{self.taken}")
                self.taken += 1
            except ServiceError as error:
                if error.status < 500:
                    self.refused.append(str(error))
                    return
                self.tried_again += 1


def expect_figures(staff: Company, customer_id: str, quantity: int, amount: int) -> None:
    """Every transaction counts once."""
    wanted = (f"{amount}.00", quantity)
    try:
        wait_for(lambda: figures_of(staff, customer_id) == wanted, 120, "all transactions are counted")
    except Failed as error:
        raise Failed(f"{error}: {figures_of(staff, customer_id)} instead of {wanted}") from None


def expect_nothing_for_people(staff: Company) -> None:
    """No service has news, jobs or emails that do not get on by themselves."""
    for service in SERVICES:
        state = staff["admin"].get(f"/system/{service}")
        _expect((service, state["needs_people"], state["jobs"]["failed"]), (service, [], 0))


def all_records(staff: Company) -> Counter[str]:
    """Everything people can see: customers, transactions, cases, staff, one line each; not who signed in when."""
    found = [
        *staff["clerk"].pages("/customers"),
        *staff["lead"].pages("/cases"),
        *({**person, "last_sign_in_at": None} for person in staff["admin"].pages("/staff")),
    ]
    for customer in staff["clerk"].pages("/customers"):
        found += staff["clerk"].pages(f"/customers/{customer['id']}/transactions")
        found.append(staff["lead"].get(f"/tiers/of/{customer['id']}"))
    return Counter(json.dumps(each, sort_keys=True, ensure_ascii=False) for each in found)


def _expect(seen: object, wanted: object) -> None:
    if seen != wanted:
        raise Failed(f"{seen} instead of {wanted}")
