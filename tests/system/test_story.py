"""The main job from end to end: through the gateway, with every process running and every email really sent."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chassis.client import ServiceError
from contracts.services import SERVICES
from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import Fleet

ROLES = {
    "clerk": ("王芳", ["service"]),
    "verifier": ("李强", ["verifier"]),
    "lead": ("郑雪", ["service_lead"]),
    "manager": ("林静", ["customer_manager"]),
    "leader": ("周总", ["leadership"]),
    "erp": ("ERP", ["erp"]),
}
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def people(fleet: Fleet, admin: ApiClient) -> dict[str, ApiClient]:
    """Somebody of every role that the story needs."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    return {
        username: fleet.hire(admin, username, name, roles, root["id"]) for username, (name, roles) in ROLES.items()
    } | {"admin": admin}


@pytest.fixture(scope="module")
def customer(people: dict[str, ApiClient]) -> dict[str, Any]:
    """A customer that was entered by the clerk and checked by the verifier."""
    entry = {
        "kind": "company",
        "name": "海天天线有限公司",
        "external_code": "E00016",
        "region": "北京市",
        "email": "info@haitian.example.com",
        "submit": True,
        "confirm_duplicate": True,  # another story has one of this name
    }
    made = people["clerk"].post("/customers", entry)
    checked = people["verifier"].post(f"/customers/{made['id']}/approve", version=made["version"])
    assert checked["status"] == "active"
    return dict(checked)


def buy(people: dict[str, ApiClient], number: int, *, quantity: int, amount: str, day: date = TODAY) -> Any:
    row = {
        "external_id": f"T{number}",
        "customer_code": "E00016",
        "occurred_on": day.isoformat(),
        "quantity": quantity,
        "amount": amount,
    }
    return people["erp"].post("/transactions", {"source": "erp", "transactions": [row]})


def file(people: dict[str, ApiClient], kind: str, content: str) -> Any:
    case = {"customer_code": "E00016", "kind": kind, "channel": "phone", "content": content}
    return eventually(lambda: _filed(people["clerk"], case), what="the customer to be known to feedback")


def _filed(clerk: ApiClient, case: dict[str, str]) -> Any:
    try:
        return clerk.post("/cases", case)
    except ServiceError as error:
        if error.code == "no_such_customer" or "no_such_customer" in str(error.fields):
            return None
        raise


def test_business_makes_a_customer_vip_and_an_open_complaint_moves_to_the_leads_desk(
    people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    complaint = file(people, "complaint", "送来的天线型号不对")
    assert complaint["desk"] == "service"

    assert buy(people, 1, quantity=500, amount="900000.00")["created"] == 1

    def tier_is_vip() -> Any:
        found = people["clerk"].get(f"/customers/{customer['id']}")
        return found if found["tier"] == "vip" else None

    eventually(tier_is_vip, what="the tier on the customer's page")
    why = people["lead"].get(f"/tiers/of/{customer['id']}")
    assert (why["tier"], why["amount"], why["quantity"]) == ("vip", "900000.00", 500)
    assert why["thresholds"]["vip"]

    moved = eventually(lambda: _on_desk(people["lead"], complaint["id"], "lead"), what="the complaint to move")
    with pytest.raises(ServiceError) as refused:
        people["clerk"].post(f"/cases/{complaint['id']}/take", version=moved["version"])
    assert refused.value.status in {403, 409}

    taken = people["lead"].post(f"/cases/{complaint['id']}/take", version=moved["version"])
    result = {"result": "compensated", "outcome": "已换货并致歉"}
    resolved = people["lead"].post(f"/cases/{complaint['id']}/resolve", result, version=taken["version"])
    closed = people["lead"].post(f"/cases/{complaint['id']}/close", version=resolved["version"])
    assert closed["status"] == "closed"


def _on_desk(api: ApiClient, case_id: str, desk: str) -> Any:
    found = api.get(f"/cases/{case_id}")
    return found if found["desk"] == desk else None


def test_the_same_report_of_the_erp_again_changes_nothing(
    people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    buy(people, 7, quantity=1, amount="10.00")
    assert buy(people, 7, quantity=1, amount="10.00")["unchanged"] == 1
    assert buy(people, 7, quantity=1, amount="11.00")["corrected"] == 1


def test_feedback_is_answered_and_thanked_for_by_mail(
    fleet: Fleet, people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    case = file(people, "feedback", "安装师傅很专业")
    taken = people["clerk"].post(f"/cases/{case['id']}/take", version=case["version"])
    answer = {"text": "感谢您的反馈", "mail": True}
    people["clerk"].post(f"/cases/{case['id']}/reply", answer, version=taken["version"])
    email = eventually(email_to(fleet, "info@haitian.example.com"), what="the email to the customer")
    assert "感谢您的反馈" in email


def email_to(fleet: Fleet, address: str, word: str = "") -> Callable[[], str | None]:
    """The readable text of the newest email to an address, with a word in it, as soon as there is one."""

    def look() -> str | None:
        for raw in reversed(fleet.emails()):
            message = email.message_from_string(raw, policy=email.policy.default)
            if address in str(message["To"]):
                bodies = [p.get_content() for p in message.walk() if p.get_content_type() == "text/html"]
                if word in str(bodies[0]):
                    return str(bodies[0])
        return None

    return look


def test_an_approved_report_reaches_the_leadership_by_mail(
    fleet: Fleet, people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    period = {"period_from": (TODAY - timedelta(days=29)).isoformat(), "period_to": TODAY.isoformat()}
    report = people["clerk"].post("/reports", period)
    submitted = people["clerk"].post(f"/reports/{report['id']}/submit", version=report["version"])
    comment = {"comment": "请补充说明"}
    returned = people["manager"].post(f"/reports/{report['id']}/return", comment, version=submitted["version"])
    assert returned["comment"] == "请补充说明"
    again = people["clerk"].post(f"/reports/{report['id']}/submit", version=returned["version"])
    approved = people["manager"].post(f"/reports/{report['id']}/approve", version=again["version"])
    assert approved["status"] == "approved"
    email = eventually(email_to(fleet, "leader@example.com", report["code"]), what="the email to the leadership")
    assert "PDF" in email

    def all_sent() -> bool:
        emails = people["leader"].get(f"/reports/{report['id']}")["letters"]
        return bool(emails) and all(email["status"] == "sent" for email in emails)

    eventually(all_sent, what="the emails to be shown as sent")


def test_one_request_id_runs_through_services_and_tasks(
    fleet: Fleet, people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    row = {
        "external_id": "T-id",
        "customer_code": "E00016",
        "occurred_on": TODAY.isoformat(),
        "quantity": 1,
        "amount": "1.00",
    }
    headers = {**people["erp"].headers(), "X-Request-Id": "story-request-1"}
    fleet.client.ask("POST", "/api/v1/transactions", body={"source": "erp", "transactions": [row]}, headers=headers)

    def in_logs() -> bool:
        logs = fleet.site.home / "log"
        names = ("gateway", "customer-api", "reporting-feed")
        return all("story-request-1" in (logs / f"{name}.log").read_text() for name in names)

    eventually(in_logs, what="the request id in the logs")


def test_the_administrator_sees_the_state_of_the_system_and_no_customers(
    people: dict[str, ApiClient], customer: dict[str, Any]
) -> None:
    for service in SERVICES:
        state = people["admin"].get(f"/system/{service}")
        assert state["service"] == service
        assert all(subscription["status"] != "forked" for subscription in state["subscriptions"])
    with pytest.raises(ServiceError) as refused:
        people["admin"].get("/customers")
    assert refused.value.status == 403
