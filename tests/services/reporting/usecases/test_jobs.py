"""The jobs of the service as its worker does them: news become tiers, an approval becomes mail in the inbox."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from chassis.context import Deployment
from chassis.jobs.tables import job
from chassis.mail import register
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from ops.servers import free_port
from services.reporting.jobs import jobs
from services.reporting.schedules import schedules
from tests.services.reporting.scenario import Business, Cases


@dataclass
class Inbox:
    """A mail server that takes everything but what it is told to refuse."""

    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0)
        if self.refuses:
            return "451 not now"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """A mail server and its address."""
    inbox, port = Inbox(), free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port, data_size_limit=50_000_000)
    server.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    server.stop()


def work(service: ServiceUnderTest) -> None:
    """Do every job that waits, now."""
    with service.engine.begin() as connection:
        connection.execute(update(job).where(job.c.status == "waiting").values(due_at=datetime(2020, 1, 1, tzinfo=UTC)))
    service.work(jobs)


def failures(service: ServiceUnderTest) -> list[str]:
    with service.engine.connect() as connection:
        return [str(row) for row in connection.execute(select(job.c.name, job.c.last_error).where(job.c.attempts > 0))]


def test_news_of_business_becomes_a_tier(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    business.bought(customer, "1000.00", 30, on=(datetime.now(UTC) + timedelta(hours=8)).date())
    work(service)
    assert [told["tier"] for told in service.told("reporting.tier_assigned.v1")] == ["vip"]
    assert failures(service) == []


def test_a_recompute_on_demand_is_done(service: ServiceUnderTest, manager: Caller) -> None:
    asked = manager.post("/tiers/recompute").json
    work(service)
    assert [run["reason"] for run in manager.get("/tiers/runs").json["items"]] == ["demand"]
    with service.engine.connect() as connection:
        assert connection.scalar(select(job.c.status).where(job.c.id == asked["job_id"])) == "done"


def test_an_approved_report_arrives_with_pictures_and_pdf_and_a_refused_one_when_the_server_takes_it(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, cases: Cases, inbox: tuple[Inbox, str]
) -> None:
    mailbox, url = inbox
    register(jobs, smtp_url=url, mail_from="客户关系 <guanxi@example.com>")
    service.person("钱总", {}, roles=("leadership",))
    cases.case("2026-10-06T10:00", tier=Tier.VIP, hours=3.5, customer_name="海天天线")
    report = clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json
    handed = clerk.post(f"/reports/{report['id']}/submit", version=report["version"]).json
    manager.post(f"/reports/{report['id']}/approve", version=handed["version"])
    mailbox.refuses = True
    work(service)
    work(service)
    [email] = manager.get(f"/reports/{report['id']}").json["letters"]
    assert (email["status"], email["last_error"], email["sent_at"]) == ("waiting", "451 not now", None)
    mailbox.refuses = False
    manager.post(f"/reports/{report['id']}/letters/retry")
    work(service)
    [email] = manager.get(f"/reports/{report['id']}").json["letters"]
    assert email["status"] == "sent"
    [mail] = mailbox.mails
    assert "钱总" in mail["To"]
    assert mail["Subject"].startswith(f"反馈与投诉报告 {report['code']}")
    html = mail.get_body(("html",))
    assert html is not None
    assert "海天天线" in html.get_content()
    kinds = [part.get_content_type() for part in mail.walk()]
    assert (kinds.count("image/png"), kinds.count("application/pdf")) == (3, 1)


def test_the_clock_asks_for_a_recompute_each_night_and_a_report_each_month_and_week(service: ServiceUnderTest) -> None:
    zone_offset = timedelta(hours=8)

    def tick(moment: datetime) -> list[str]:
        return schedules.tick(service.engine, now=moment - zone_offset, deployment=Deployment())

    assert tick(datetime(2026, 10, 31, 12, tzinfo=UTC)) == []
    assert tick(datetime(2026, 11, 1, 6, tzinfo=UTC)) == ["tiers", "monthly_report"]
    assert tick(datetime(2026, 11, 2, 6, tzinfo=UTC)) == ["tiers", "weekly_report"]
    assert tick(datetime(2026, 11, 3, 6, tzinfo=UTC)) == ["tiers"]
    with service.engine.connect() as connection:
        payloads = connection.scalars(select(job.c.payload).order_by(job.c.created_at)).all()
    assert {"today": date(2026, 11, 1).isoformat(), "frequency": "monthly"} in payloads
    assert {"today": date(2026, 11, 2).isoformat(), "frequency": "weekly"} in payloads
