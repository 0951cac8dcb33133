"""Everybody is told as they want to be: on the page, by mail at once, with the mail of the day, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chassis.mail import emails_of
from contracts.activity import NoticeKind
from services.activity.consumers import consumers
from services.activity.jobs import jobs
from services.activity.schedules import schedules
from services.activity.usecases.mails import MailOfTheDay
from tests.services.activity.scenario import House, at, notices, unread


def mails(house: House) -> list[Any]:
    """Every mail that was written."""
    with house.service.unit_of_work() as ctx:
        return emails_of(ctx.session, "")


def day_ends(house: House, day: date) -> None:
    """It is the hour of the mail of a day."""
    with house.service.unit_of_work() as ctx:
        ctx.enqueue(MailOfTheDay(day=day), unique=f"{day}")
    house.service.work(jobs)


def test_everybody_begins_with_the_page_and_with_a_mail_for_what_cannot_wait(house: House) -> None:
    chosen = house.person("王芳").get("/notices/settings").json
    assert set(chosen) == {kind.value for kind in NoticeKind}
    assert {kind for kind, how in chosen.items() if how != "page"} == {"case_escalated", "backup_failed"}
    assert chosen["backup_failed"] == "at_once"


def test_a_choice_is_kept_and_leaves_the_others(house: House) -> None:
    wang, li = house.person("王芳"), house.person("李强")
    answer = wang.patch("/notices/settings", {"case_due": "daily", "case_assigned": "off"})
    assert (answer.json["case_due"], answer.json["case_assigned"]) == ("daily", "off")
    wang.patch("/notices/settings", {"case_due": "page"})
    chosen = wang.get("/notices/settings").json
    assert (chosen["case_due"], chosen["case_assigned"]) == ("page", "off")
    assert li.get("/notices/settings").json["case_assigned"] == "page"
    refused = wang.patch("/notices/settings", {"case_due": "loudly", "nonsense": "page"})
    assert refused.json["fields"] == {"case_due": ["unknown_choice"], "nonsense": ["unknown_field"]}


def test_what_is_switched_off_is_not_told(house: House) -> None:
    wang = house.person("王芳")
    wang.patch("/notices/settings", {"case_assigned": "off"})
    house.tell(wang)
    assert (notices(wang), unread(wang), mails(house)) == ([], 0, [])


def test_a_mail_at_once_goes_out_once_and_says_kind_and_code_alone(house: House) -> None:
    wang = house.person("王芳")
    wang.patch("/notices/settings", {"case_overdue": "at_once"})
    news = house.tell(wang, kind=NoticeKind.CASE_OVERDUE, due_at=at("2026-11-20T18:00"))
    house.service.hear(consumers, news)
    [mail] = mails(house)
    assert mail.to == [f"{wang.actor.id}@example.com"]
    assert mail.subject == "工单已超时 X2026000123K / A case is overdue"
    assert unread(wang) == 1


def test_news_that_are_old_are_on_the_page_only(house: House) -> None:
    wang = house.person("王芳")
    wang.patch("/notices/settings", {"case_overdue": "at_once"})
    now = house.service.clock.stop()
    house.tell(wang, kind=NoticeKind.CASE_OVERDUE, at=now - timedelta(days=1))
    assert len(mails(house)) == 1
    house.tell(wang, kind=NoticeKind.CASE_OVERDUE, at=now - timedelta(days=1, seconds=1))
    assert (len(mails(house)), unread(wang)) == (1, 2)


def test_the_mail_of_the_day_has_what_is_unread_and_each_notice_once(house: House) -> None:
    wang, li = house.person("王芳"), house.person("李强")
    for who in (wang, li):
        who.patch("/notices/settings", {"case_due": "daily"})
    for code in ("X1", "X2"):
        house.tell(wang, kind=NoticeKind.CASE_DUE, code=code)
    house.tell(li, kind=NoticeKind.CASE_DUE, code="X3")
    house.tell(wang, code="X4")
    li.post("/notices/read", {})
    assert mails(house) == []
    day_ends(house, date(2026, 11, 20))
    [mail] = mails(house)
    assert (mail.to, mail.subject) == (
        [f"{wang.actor.id}@example.com"],
        "2026-11-20 未读消息 2 条 / 2 unread notices",
    )
    day_ends(house, date(2026, 11, 21))
    assert len(mails(house)) == 1


def test_somebody_disabled_since_gets_no_mail_of_the_day(house: House) -> None:
    wang = house.person("王芳")
    wang.patch("/notices/settings", {"case_due": "daily"})
    house.tell(wang, kind=NoticeKind.CASE_DUE)
    house.disable(wang)
    day_ends(house, date(2026, 11, 20))
    assert mails(house) == []


def test_the_mail_of_the_day_is_due_at_eight_by_the_companys_clock(house: House) -> None:
    before, after = at("2026-11-20T07:59"), at("2026-11-20T08:00")
    ask = {"deployment": house.service.deployment}
    assert "mail_of_the_day" not in schedules.tick(house.service.engine, now=before, **ask)
    assert "mail_of_the_day" in schedules.tick(house.service.engine, now=after, **ask)
    assert "mail_of_the_day" not in schedules.tick(house.service.engine, now=after, **ask)
