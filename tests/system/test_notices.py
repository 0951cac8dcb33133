"""Somebody is told through every process: what happens in one service is on another's page, and in the mail."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from typing import Any

import pytest

from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import Fleet


@pytest.fixture(scope="module")
def people(fleet: Fleet, admin: ApiClient) -> dict[str, ApiClient]:
    """Who draws reports up, and two who review them."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    wanted = {"bell.clerk": "service", "bell.one": "customer_manager", "bell.two": "customer_manager"}
    return {name: fleet.hire(admin, name, f"员工{name}", [role], root["id"]) for name, role in wanted.items()}


def told(who: ApiClient, kind: str, record_id: str) -> dict[str, Any]:
    """Somebody's notice of a record, when it is there."""

    def there() -> Any:
        found = who.get("/notices", kind=kind)["items"]
        return next((each for each in found if each["record_id"] == record_id), None)

    return dict(eventually(there, what=f"{kind} to be told", every=0.05))


def test_who_may_review_is_told_of_a_report_and_its_author_by_mail_how_it_was_decided(
    fleet: Fleet, people: dict[str, ApiClient]
) -> None:
    clerk, one, two = people["bell.clerk"], people["bell.one"], people["bell.two"]
    headers = clerk.headers()
    fleet.client.ask("PATCH", "/api/v1/notices/settings", body={"report_returned": "at_once"}, headers=headers)
    day = date(2019, 5, 6).isoformat()
    made = clerk.post("/reports", {"period_from": day, "period_to": day})
    made = clerk.post(f"/reports/{made['id']}/submit", version=made["version"])
    for reviewer in (one, two):
        notice = told(reviewer, "report_to_review", made["id"])
        assert (notice["code"], notice["read_at"], notice["record_kind"]) == (made["code"], None, "report")
    assert clerk.get("/notices", kind="report_to_review")["items"] == []

    one.post(f"/reports/{made['id']}/return", {"comment": "请补充"}, version=made["version"])
    notice = told(clerk, "report_returned", made["id"])
    assert clerk.get("/notices/unread") == {"count": 1, "more": False}
    assert clerk.post(f"/notices/{notice['id']}/read")["read_at"]
    assert clerk.get("/notices/unread")["count"] == 0

    def mailed() -> Any:
        mails = [email.message_from_string(text, policy=email.policy.default) for text in fleet.emails()]
        return [mail for mail in mails if made["code"] in str(mail["Subject"])]

    [mail] = eventually(mailed, what="the mail", every=0.1)
    assert mail["To"] == "bell.clerk@example.com"
    assert mail["Subject"] == f"报告被退回 {made['code']} / A report was returned"
