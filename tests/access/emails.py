"""Emails: to whom of the house each goes, what makes each go, and what was caught of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pypdfium2
from sqlalchemy import Engine, select

from chassis.audit import log_accesses
from chassis.auth import Actor
from chassis.context import COMPANY_ZONE
from chassis.db import create_engine, new_id
from chassis.mail.tables import email_table
from chassis.unit_of_work import unit_of_work
from ops.demo.api_client import eventually
from ops.mailbox.emails import Email, Emails
from services.customer.usecases.unusual import NoticeUnusualReading
from tests.access.fixtures import create_case, settle
from tests.access.matrix import AUTH, CUSTOMER, FEEDBACK, REPORTING
from tests.access.rights import ALL, DEPARTMENT, RIGHTS, Reach, Relation
from tests.access.scenario import Scenario

MANY = 60
"""Customers read on one day that are too many for anybody who reads none otherwise."""


@dataclass(frozen=True)
class Post:
    """A kind of email. ``of``: the roles it goes to, and how far from whom it is about; nobody of the house where it
    goes to the customer."""

    en: str
    zh: str
    of: Mapping[str, Reach]


UNUSUAL = Post("somebody reads unusually much", "异常查阅提醒", {"auditor": ALL, "department_manager": DEPARTMENT})
REPORT = Post("an approved report", "已批准的报告", {"leadership": ALL})
REVIEW = Post("accounts to confirm", "待复核的账号", RIGHTS["answer for accounts"].of)
OWN_ACCOUNT = Post("something happened to one's own account", "本人账号的安全提醒", RIGHTS["oneself"].of)
THANKS = Post("our reply to feedback, to the customer alone", "反馈答复（仅寄给客户本人）", {})
POSTS = (UNUSUAL, REPORT, REVIEW, OWN_ACCOUNT, THANKS)


@dataclass(frozen=True)
class Caught:
    """An email that was sent: to which address, and every word of it, also of the files that it brought."""

    to: str
    words: str


def read_much(scenario: Scenario, name: str) -> None:
    """Let somebody have read far too many customers today, and the house notice it."""
    person = Actor(id=UUID(scenario.people[name].id), name=f"员工{name}")
    with_engine(scenario, CUSTOMER, lambda engine: _read_much(engine, person))


def _read_much(engine: Engine, person: Actor) -> None:
    with unit_of_work(engine, actor=person, origin="test") as ctx:
        log_accesses(ctx, "customer", [new_id() for _ in range(MANY)])
        ctx.enqueue(NoticeUnusualReading(day=ctx.today))


def approve_report(scenario: Scenario) -> str:
    """A report in which a VIP customer complains, approved; its code."""
    create_case(scenario, "service", scenario.ids["vip"][Relation.OTHER], "complaint")
    settle(scenario)
    today = datetime.now(COMPANY_ZONE).date()
    period = {"period_from": str(today - timedelta(days=17)), "period_to": str(today)}
    made = scenario.api("service").post("/reports", period)
    path = f"/reports/{made['id']}"
    handed_in = scenario.api("service").post(f"{path}/submit", version=made["version"])
    scenario.api("customer_manager").post(f"{path}/approve", version=handed_in["version"])
    return str(made["code"])


def thank(scenario: Scenario, customer_id: str) -> str:
    """Answer feedback of a customer by mail; its code."""
    case = create_case(scenario, "service", customer_id)
    scenario.api("service").post(
        f"/cases/{case['id']}/reply", {"text": "谢谢您", "mail": True}, version=case["version"]
    )
    return str(case["code"])


def reset_somebody(scenario: Scenario) -> str:
    """Reset the password of a person who has an address; the person's name."""
    person = {
        "username": "access.reset",
        "name": "员工忘记密码",
        "email": "access.reset@example.com",
        "roles": ["sales"],
    }
    made = scenario.api("administrator").post("/staff", {**person, "department_id": scenario.departments["north"]})
    scenario.api("administrator").post(f"/staff/{made['id']}/reset-password")
    return str(person["name"])


def caught(scenario: Scenario) -> list[Caught]:
    """All emails, when every one that was written has been sent."""
    for service in (AUTH, CUSTOMER, FEEDBACK, REPORTING):
        with_engine(scenario, service, lambda engine: eventually(lambda: _all_sent(engine), what="emails to be sent"))
    found = Emails(scenario.fleet.site.home / "mail").newest(10_000)
    return [Caught(to, words_of(each)) for each in found for to in each.recipients.split(", ")]


def _all_sent(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(select(email_table.c.id).where(email_table.c.status == "waiting")).first() is None


def words_of(found: Email) -> str:
    """Everything that can be read in an email."""
    files = [text_of_pdf(part.content) for part in found.parts if part.kind == "application/pdf"]
    return "\n".join((found.subject, found.text, found.html, *files))


def text_of_pdf(content: bytes) -> str:
    """The words of a PDF."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def with_engine(scenario: Scenario, service: str, work: Callable[[Engine], object]) -> None:
    """Do something with a service's database, as the service's own user."""
    engine = create_engine(scenario.fleet.site.database_url(service), pool=1)
    try:
        work(engine)
    finally:
        engine.dispose()
