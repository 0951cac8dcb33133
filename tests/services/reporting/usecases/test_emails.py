"""The emails of an approved report: to every leader once, with pictures and a PDF in which the Chinese is right."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select, update

from chassis.auth import SYSTEM
from chassis.auth.directory import record_staff
from chassis.db import new_id
from chassis.jobs.tables import job
from chassis.mail.tables import email_attachment_table, email_table
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.reporting.usecases import emails
from tests.services.reporting.scenario import Cases


@pytest.fixture
def leader(service: ServiceUnderTest) -> Caller:
    """Somebody of the company's leadership."""
    return service.person("钱总", {}, roles=("leadership",))


@pytest.fixture
def report(clerk: Caller, manager: Caller, cases: Cases) -> dict[str, Any]:
    """An approved report with one complaint of a VIP."""
    cases.case("2026-10-06T10:00", tier=Tier.VIP, hours=3.5, customer_name="海天天线", content="<b>等了两小时</b> #x")
    draft = clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json
    handed = clerk.post(f"/reports/{draft['id']}/submit", version=draft["version"]).json
    return dict(manager.post(f"/reports/{draft['id']}/approve", version=handed["version"]).json)


def mail(service: ServiceUnderTest, report: dict[str, Any]) -> int:
    with service.unit_of_work(SYSTEM) as ctx:
        return emails.mail_report(ctx, UUID(report["id"]))


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_every_leader_gets_one_email_however_often_the_job_runs(
    service: ServiceUnderTest, leader: Caller, report: dict[str, Any]
) -> None:
    service.person("孙总", {}, roles=("leadership", "customer_manager"))
    assert [mail(service, report), mail(service, report)] == [2, 2]
    with service.engine.connect() as connection:
        rows = connection.execute(select(email_table.c.to, email_table.c.subject, email_table.c.unique_key)).all()
    assert sorted(row.to[0].partition(" ")[0] for row in rows) == ["孙总", "钱总"]
    assert {row.subject for row in rows} == {
        f"反馈与投诉报告 {report['code']}（2026-10-01 至 2026-10-31） · Report on feedback and complaints"
    }
    assert f"report:{report['id']}:{leader.actor.id}" in {row.unique_key for row in rows}


def test_the_email_shows_its_pictures_and_carries_the_pdf(
    service: ServiceUnderTest, leader: Caller, report: dict[str, Any]
) -> None:
    mail(service, report)
    with service.engine.connect() as connection:
        [row] = connection.execute(select(email_table)).all()
        files = connection.execute(select(email_attachment_table).order_by(email_attachment_table.c.number)).all()
    assert [(file.cid, file.mime) for file in files] == [
        ("trend", "image/png"),
        ("groups", "image/png"),
        ("regions", "image/png"),
        (None, "application/pdf"),
    ]
    for file in files[:3]:
        assert f'src="cid:{file.cid}"' in row.html
        picture = Image.open(BytesIO(file.content))
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 20
    assert files[3].name == f"{report['code']}.pdf"
    assert "海天天线" in text_of(files[3].content)
    assert "反馈与投诉报告" in row.html
    assert "Report on feedback and complaints" in row.html
    assert "&lt;b&gt;等了两小时&lt;/b&gt;" in row.html
    assert "<b>等了两小时" not in row.html
    assert "海天天线" in row.text


def test_chinese_in_the_pdf_is_text_that_can_be_read_and_found(clerk: Caller, report: dict[str, Any]) -> None:
    answer = clerk.get(f"/reports/{report['id']}/pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert f"{report['code']}.pdf" in answer.headers["Content-Disposition"]
    text = text_of(answer.data)
    for words in ("反馈与投诉报告", "潜力型与", "<b>等了两小时</b> #x", "Time to answer", report["code"]):
        assert words in text
    page = pypdfium2.PdfDocument(answer.data)[0].render(scale=1).to_pil().convert("L")
    ink = sum(page.histogram()[:128]) / (page.width * page.height)
    assert 0.005 < ink < 0.3


@pytest.mark.parametrize(
    ("lacks", "emails_sent"),
    [({}, 1), ({"roles": ["department_manager"]}, 0), ({"email": ""}, 0), ({"active": False}, 0)],
    ids=["nothing", "the role", "an address", "a place here"],
)
def test_a_person_without_the_role_an_address_or_a_place_here_gets_no_email(
    service: ServiceUnderTest, report: dict[str, Any], lacks: dict[str, Any], emails_sent: int
) -> None:
    with service.unit_of_work() as ctx:
        known = {"name": "钱总", "email": "qian@example.com", "roles": ["leadership"], "active": True, **lacks}
        record_staff(ctx.session, id=new_id(), version=1, unit_id=service.department("head"), since=ctx.now, **known)
    assert mail(service, report) == emails_sent


def test_a_refused_email_is_shown_as_not_sent_and_tried_again_on_demand(
    service: ServiceUnderTest, manager: Caller, leader: Caller, report: dict[str, Any]
) -> None:
    mail(service, report)
    with service.engine.begin() as connection:
        connection.execute(update(email_table).values(last_error="450 try later", attempts=2))
        connection.execute(
            update(job).where(job.c.name == "mail.send_letter.v1").values(due_at="2030-01-01T00:00:00+00:00")
        )
    [shown] = manager.get(f"/reports/{report['id']}").json["letters"]
    assert (shown["status"], shown["last_error"], shown["sent_at"]) == ("waiting", "450 try later", None)
    assert shown["to"].startswith("钱总 <")
    assert manager.post(f"/reports/{report['id']}/letters/retry").status_code == 200
    with service.engine.connect() as connection:
        [due] = connection.scalars(select(job.c.due_at).where(job.c.name == "mail.send_letter.v1"))
    assert due.year < 2030


def test_an_email_that_was_given_up_is_taken_up_again(
    service: ServiceUnderTest, manager: Caller, leader: Caller, report: dict[str, Any]
) -> None:
    mail(service, report)
    with service.engine.begin() as connection:
        connection.execute(update(email_table).values(status="failed"))
    [shown] = manager.post(f"/reports/{report['id']}/letters/retry").json["letters"]
    assert shown["status"] == "waiting"


def test_who_joins_the_leadership_later_gets_the_email_on_retry(
    service: ServiceUnderTest, manager: Caller, report: dict[str, Any]
) -> None:
    assert mail(service, report) == 0
    service.person("新总", {}, roles=("leadership",))
    manager.post(f"/reports/{report['id']}/letters/retry")
    with service.engine.connect() as connection:
        names = list(connection.scalars(select(job.c.name).order_by(job.c.created_at)))
    assert names.count("reporting.mail_report.v1") == 2
    assert mail(service, report) == 1


def test_a_report_without_any_cases_can_be_mailed_too(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, leader: Caller
) -> None:
    draft = clerk.post("/reports", {"period_from": "2026-05-01", "period_to": "2026-05-01"}).json
    handed = clerk.post(f"/reports/{draft['id']}/submit", version=draft["version"]).json
    approved = manager.post(f"/reports/{draft['id']}/approve", version=handed["version"]).json
    assert mail(service, approved) == 1


def test_email_pdf_and_page_say_the_same_words_and_the_same_summary(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, leader: Caller, cases: Cases
) -> None:
    cases.case("2026-10-06T10:00", hours=146.4, cause="配送慢", satisfaction=2)
    draft = clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json
    words = {"what_happened": "投诉**集中**在周末<script>", "why": "#let x = 1", "proposal": "- 加人\n- 提前预约"}
    draft = clerk.patch(f"/reports/{draft['id']}", words, version=draft["version"]).json
    handed = clerk.post(f"/reports/{draft['id']}/submit", version=draft["version"]).json
    approved = manager.post(f"/reports/{draft['id']}/approve", version=handed["version"]).json
    mail(service, approved)
    with service.engine.connect() as connection:
        [row] = connection.execute(select(email_table)).all()
    pdf = text_of(clerk.get(f"/reports/{draft['id']}/pdf").data)
    for text in (row.html, row.text, pdf):
        for said in ("主要情况", "原因分析", "改进建议", "#let x = 1", "提前预约", "配送慢", "满意度"):
            assert said in text
    assert "<strong>集中</strong>在周末&lt;script&gt;" in row.html
    assert "投诉集中在周末<script>" in row.text
    assert "• 加人" in row.text
    flat = "".join(pdf.split())
    for side in ("zh", "en"):
        assert approved["summary"][side] in row.html
        assert approved["summary"][side] in row.text
        assert "".join(approved["summary"][side].split()) in flat
