"""A company of nine people and a program for a story, and what one of them is told, sent and refused."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from chassis.auth import SYSTEM
from chassis.client import ServiceError
from chassis.context import Deployment
from chassis.db import create_engine
from chassis.unit_of_work import unit_of_work
from ops.demo.api_client import ApiClient, eventually
from services.feedback.usecases.escalating import TellOfDeadlines
from tests.support.fleet import Fleet

HOUSE = {
    "sun": ("孙一磊", ["sales"], "sales"),
    "zhao": ("赵一敏", ["department_manager"], "sales"),
    "wu": ("吴一倩", ["sales"], "sales"),
    "wang": ("王一芳", ["service"], "desk"),
    "zheng": ("郑一雪", ["service_lead"], "desk"),
    "li": ("李一强", ["verifier"], "records"),
    "lin": ("林一静", ["customer_manager"], "accounts"),
    "zhou": ("周一总", ["leadership"], "accounts"),
    "he": ("何一平", ["auditor"], "records"),
    "ledger": ("ERP 日终", ["erp"], "records"),
}
"""User name -> name, roles, department."""


def hire_all(fleet: Fleet, admin: ApiClient) -> dict[str, ApiClient]:
    """Everybody of the house, and the administrator, each signed in."""
    root = next(unit["id"] for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    places: dict[str, str] = {}
    staff = {"admin": admin}
    for username, (name, roles, place) in HOUSE.items():
        if place not in places:
            made = admin.post("/departments", {"name": f"一日{place}", "parent_id": root})
            places[place] = made["id"]
        staff[username] = fleet.hire(admin, f"day.{username}", name, roles, places[place])
    return staff


def told(who: ApiClient, kind: str, record: str) -> dict[str, Any]:
    """Somebody's notice of a record, by its id or code, when it is there."""

    def there() -> Any:
        found = who.get("/notices", kind=kind, limit=200)["items"]
        return next((each for each in found if record in {each["record_id"], each["code"]}), None)

    return dict(eventually(there, what=f"{kind} to be told", every=0.05))


def untold(who: ApiClient, kind: str, record: str) -> bool:
    """Whether nothing of this kind was said of a record to somebody."""
    found = who.get("/notices", kind=kind, limit=200)["items"]
    return all(record not in {each["record_id"], each["code"]} for each in found)


def seen(who: ApiClient, path: str, fits: Callable[[Any], Any] = bool) -> Any:
    """A record as somebody sees it, as soon as it is as it should be; what one may not see yet counts as not there."""

    def look() -> Any:
        found = answer(who, path)
        return found if not isinstance(found, int) and fits(found) else None

    return eventually(look, what=f"{path}", every=0.05)


def answer(who: ApiClient, path: str, **query: Any) -> Any:
    """What somebody sees at an address, or the status by which it is refused."""
    try:
        return who.get(path, **query)
    except ServiceError as error:
        return error.status


def refusal(call: Callable[..., Any], *given: Any, **named: Any) -> tuple[int, str]:
    """By which status and code something is refused; (200, '') when it is not."""
    try:
        call(*given, **named)
    except ServiceError as error:
        return error.status, error.code
    return 200, ""


def email_to(fleet: Fleet, address: str, word: str) -> str:
    """The readable text of the newest email to an address with a word in it, as soon as there is one."""

    def look() -> str | None:
        for raw in reversed(fleet.emails()):
            message = email.message_from_string(raw, policy=email.policy.default)
            body = message.get_body(("html", "plain"))
            text = str(body.get_content()) if body is not None else ""
            if address in str(message["To"]) and word in text + str(message["Subject"]):
                return f"{message['Subject']}\n{text}"
        return None

    return str(eventually(look, what=f"an email to {address}", every=0.1))


def look_at_deadlines(fleet: Fleet) -> None:
    """The deadlines are looked at now, not only when the clock strikes the next five minutes; the workers do it."""
    engine = create_engine(fleet.site.database_url("feedback"))
    try:
        with unit_of_work(engine, actor=SYSTEM, origin="test", now=datetime.now(UTC), deployment=Deployment()) as ctx:
            ctx.enqueue(TellOfDeadlines())
    finally:
        engine.dispose()
