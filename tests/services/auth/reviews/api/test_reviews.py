"""The review of accounts: who is asked, who answers, and what happens to accounts that nobody confirms or uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from chassis.context import Context, Deployment
from chassis.db import new_id
from chassis.db.trail import Change
from chassis.jobs.runner import JobRunner
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.jobs import jobs
from services.auth.reviews.usecases.emails import ask_reviewers
from services.auth.reviews.usecases.reviews import review_by_the_clock
from services.auth.schedules import schedules
from services.auth.store.models import ApiToken, ApiTokenUse, SignIn, Staff
from tests.services.auth.people import As, Hire

DAY = timedelta(days=1)


class Scenario:
    """A manager over two sellers, and somebody in a department without a manager; everybody signed in just now."""

    def __init__(self, service: ServiceUnderTest, hire: Hire, department: Callable[..., UUID]) -> None:
        self.service = service
        sales = department("销售部")
        self.head = hire("head", "赵敏", roles=["department_manager"], unit=sales)
        self.seller = hire("seller", "孙磊", roles=["sales"], unit=department("华东", below=sales))
        self.other = hire("other", "吴倩", roles=["sales"], unit=sales)
        self.service_desk = hire("desk", "王芳", roles=["service"], unit=department("客服部"))
        with service.unit_of_work() as ctx:
            for person in (self.head, self.seller, self.other, self.service_desk):
                ctx.session.execute(update(Staff).where(Staff.id == person.id).values(email=f"{person.username}@x.cn"))
            ctx.session.execute(update(Staff).where(Staff.username == "admin").values(email="admin@x.cn"))

    def clock(self, at: datetime) -> None:
        with self.at(at) as ctx:
            review_by_the_clock(ctx)

    def at(self, at: datetime) -> Any:
        return self.service.unit_of_work(now=at)

    def use(self, at: datetime) -> None:
        """Everybody signs in."""
        with self.service.unit_of_work() as ctx:
            for person in ctx.session.scalars(select(Staff)):
                signed_in(ctx, person, at)

    def active(self) -> set[str]:
        with self.service.unit_of_work() as ctx:
            return set(ctx.session.scalars(select(Staff.username).where(Staff.active)))

    def reasons(self) -> dict[str, str]:
        """Why accounts were taken away, as the trail has it."""
        wanted = ("review_refused", "review_unconfirmed", "idle")
        with self.service.unit_of_work() as ctx:
            rows = ctx.session.execute(
                select(Staff.username, Change.action)
                .join(Change, Change.record_id == Staff.id)
                .where(Change.kind == "staff", Change.action.in_(wanted))
            )
            return {row.username: row.action for row in rows}

    def emails(self) -> list[tuple[str, str, str]]:
        with self.service.unit_of_work() as ctx:
            rows = ctx.session.execute(
                select(email_table.c.to, email_table.c.subject, email_table.c.text).order_by(email_table.c.id)
            )
            return [(row.to[0], row.subject, row.text) for row in rows]


def signed_in(ctx: Context, person: Staff, at: datetime) -> None:
    ctx.session.add(
        SignIn(
            id=new_id(),
            at=at,
            staff_id=person.id,
            username=person.username,
            ok=True,
            reason="",
            address="",
            user_agent="",
            request_id="",
        )
    )


@pytest.fixture
def scenario(service: ServiceUnderTest, hire: Hire, department: Callable[..., UUID]) -> Scenario:
    return Scenario(service, hire, department)


@pytest.fixture
def review(scenario: Scenario, admin: Caller) -> dict[str, Any]:
    """A review that the administrator has just begun."""
    answer = admin.post("/account-reviews")
    assert answer.status_code == 201, answer.text
    return dict(answer.json or {})


def names(caller: Caller, review: dict[str, Any], query: str = "") -> set[str]:
    answer = caller.get(f"/account-reviews/{review['id']}/accounts?limit=200{query}")
    assert answer.json is not None
    return {row["username"] for row in answer.json["items"]}


def answer(caller: Caller, review: dict[str, Any], keep: bool, *people: Staff) -> Any:
    body: dict[str, Any] = {"keep": keep}
    if people:
        body["staff_ids"] = [str(person.id) for person in people]
    return caller.post(f"/account-reviews/{review['id']}/answers", body)


def test_a_manager_sees_and_answers_for_the_own_department_and_those_below_and_nobody_for_oneself(
    scenario: Scenario, review: dict[str, Any], caller: As
) -> None:
    head = caller(scenario.head)
    assert names(head, review) == {"head", "seller", "other"}
    assert names(head, review, "&mine=true") == {"seller", "other"}
    assert head.get("/account-reviews/count").json == {"waiting": 2}
    own = answer(head, review, True, scenario.head)
    assert (own.status_code, own.json["code"]) == (409, "same_person")
    assert answer(head, review, True, scenario.service_desk).status_code == 404
    assert answer(head, review, True, scenario.seller, scenario.service_desk).status_code == 404
    done = answer(head, review, True)
    assert (done.json["kept"], done.json["mine"]) == (2, 0)
    assert caller(scenario.seller).get("/account-reviews").status_code == 403


def test_the_administrator_sees_the_state_of_the_whole_review(
    scenario: Scenario, review: dict[str, Any], caller: As, admin: Caller
) -> None:
    answer(caller(scenario.head), review, True, scenario.seller)
    [found] = (admin.get("/account-reviews").json or {})["items"]
    assert (found["accounts"], found["kept"], found["waiting"], found["mine"]) == (5, 1, 4, 2)
    assert names(admin, review, "&mine=true") == {"head", "desk"}
    assert names(admin, review) == {"admin", "head", "seller", "other", "desk"}
    assert answer(admin, review, True).json["kept"] == 3
    assert answer(admin, review, True, scenario.other).json["kept"] == 4


def test_a_refused_account_is_disabled_at_once_with_its_reason(
    scenario: Scenario, review: dict[str, Any], caller: As, admin: Caller
) -> None:
    assert answer(caller(scenario.head), review, False, scenario.seller).status_code == 200
    assert "seller" not in scenario.active()
    assert scenario.reasons() == {"seller": "review_refused"}
    ended = [event["staff_id"] for event in scenario.service.told("auth.access_ended.v1")]
    assert str(scenario.seller.id) in ended
    rows = {
        row["username"]: row for row in (admin.get(f"/account-reviews/{review['id']}/accounts").json or {})["items"]
    }
    assert (rows["seller"]["answer"], rows["seller"]["taken_away"]) == ("refused", "review_refused")
    assert (rows["seller"]["answered_by_name"], rows["seller"]["answerable"]) == ("赵敏", False)


def test_no_is_never_said_to_all_at_once(scenario: Scenario, review: dict[str, Any], caller: As) -> None:
    refused = answer(caller(scenario.head), review, False)
    assert refused.status_code == 422
    assert refused.json["fields"] == {"staff_ids": ["required"]}


def test_only_the_administrator_begins_a_review_and_one_at_a_time(
    scenario: Scenario, review: dict[str, Any], caller: As, admin: Caller
) -> None:
    assert caller(scenario.head).post("/account-reviews").status_code == 403
    again = admin.post("/account-reviews")
    assert (again.status_code, (again.json or {})["code"]) == (409, "review_under_way")


def test_an_administrator_is_refused_by_another_who_is_active(
    scenario: Scenario, review: dict[str, Any], hire: Hire, caller: As, admin: Caller
) -> None:
    second = hire("root2", roles=["administrator"])
    with scenario.service.unit_of_work() as ctx:
        ctx.session.execute(update(Staff).where(Staff.id == second.id).values(active=False))
    keeper = caller(second)
    with scenario.service.unit_of_work() as ctx:
        first = ctx.session.scalars(select(Staff).where(Staff.username == "admin")).one()
    assert answer(keeper, review, False, first).status_code == 401
    with scenario.service.unit_of_work() as ctx:
        ctx.session.execute(update(Staff).where(Staff.id == second.id).values(active=True))
    assert answer(keeper, review, False, first).status_code == 200
    assert "root2" in scenario.active()


def test_managers_are_written_to_about_theirs_and_the_administrator_about_the_rest(
    scenario: Scenario, review: dict[str, Any]
) -> None:
    with scenario.service.unit_of_work() as ctx:
        ask_reviewers(ctx, UUID(review["id"]), again=False)
        ask_reviewers(ctx, UUID(review["id"]), again=False)
    written = {to: text for to, _, text in scenario.emails()}
    assert set(written) == {"head@x.cn", "admin@x.cn"}
    assert len(scenario.emails()) == 2
    assert all(name in written["head@x.cn"] for name in ("孙磊", "吴倩"))
    assert "王芳" not in written["head@x.cn"]
    assert all(name in written["admin@x.cn"] for name in ("王芳", "赵敏"))
    assert "孙磊" not in written["admin@x.cn"]


def test_emails_are_written_by_the_worker_and_name_the_page(scenario: Scenario, review: dict[str, Any]) -> None:
    JobRunner(
        engine=scenario.service.engine, jobs=jobs, deployment=Deployment(public_url="https://crm.example.com")
    ).run_due(seconds=5)
    assert all("https://crm.example.com/staff/reviews" in text for _, _, text in scenario.emails())
    assert len(scenario.emails()) == 2


def test_what_nobody_confirms_is_disabled_after_a_reminder_and_the_last_day(
    scenario: Scenario, caller: As, admin: Caller
) -> None:
    begin = datetime(2027, 1, 1, 22, 30, tzinfo=UTC)  # the second of January in the company
    scenario.use(begin)
    scenario.clock(begin)
    [review] = (admin.get("/account-reviews").json or {})["items"]
    assert (review["opened_on"], review["due_on"]) == ("2027-01-02", "2027-01-16")
    answer(caller(scenario.head), review, True, scenario.seller)
    for days in range(1, 15):
        scenario.clock(begin + days * DAY)
    assert scenario.reasons() == {}
    scenario.clock(begin + 15 * DAY)
    assert scenario.active() == {"admin", "seller"}
    assert set(scenario.reasons().values()) == {"review_unconfirmed"}
    [review] = (admin.get("/account-reviews").json or {})["items"]
    assert (review["reminded_on"], review["taken_away"]) == ("2027-01-15", 3)
    late = answer(caller(scenario.head), review, True)
    assert late.status_code == 401
    assert (answer(admin, review, True).json or {})["code"] == "wrong_status"
    scenario.clock(begin + 16 * DAY)
    assert len((admin.get("/account-reviews").json or {})["items"]) == 1


def test_after_a_long_standstill_nobody_is_disabled_unasked(scenario: Scenario) -> None:
    begin = datetime(2027, 1, 1, 22, 30, tzinfo=UTC)
    scenario.use(begin + 60 * DAY)
    scenario.clock(begin)
    scenario.clock(begin + 60 * DAY)
    assert scenario.reasons() == {}
    scenario.clock(begin + 61 * DAY)
    assert "seller" not in scenario.active()


def test_the_next_period_brings_the_next_review(scenario: Scenario, admin: Caller) -> None:
    begin = datetime(2027, 1, 1, 22, 30, tzinfo=UTC)
    scenario.use(begin)
    for at in (begin, begin + 13 * DAY, begin + 15 * DAY, begin + 80 * DAY, begin + 90 * DAY):
        scenario.clock(at)
    opened = [found["opened_on"] for found in (admin.get("/account-reviews").json or {})["items"]]
    assert opened == ["2027-04-02", "2027-01-02"]


def test_idle_accounts_are_disabled_but_neither_programs_at_work_nor_the_last_administrator(
    scenario: Scenario, hire: Hire
) -> None:
    erp = hire("erp", roles=["erp"])
    later = datetime.now(UTC) + 91 * DAY
    with scenario.service.unit_of_work() as ctx:
        signed_in(ctx, scenario.seller, later - 30 * DAY)
        token = ApiToken(
            name="ERP",
            staff_id=erp.id,
            permissions={},
            secret_hash="x",
            hint="x",
            expires_at=later,
        )
        ctx.session.add(token)
        ctx.session.flush()
        ctx.session.add(ApiTokenUse(token_id=token.id, at=later - DAY, address=""))
    scenario.clock(later)
    assert scenario.active() == {"admin", "erp", "seller"}
    assert scenario.reasons() == {"head": "idle", "other": "idle", "desk": "idle"}


def test_who_was_enabled_again_is_not_idle_the_next_day(scenario: Scenario, admin: Caller) -> None:
    later = datetime.now(UTC) + 91 * DAY
    scenario.clock(later)
    assert "seller" not in scenario.active()
    with scenario.at(later + DAY) as ctx:
        person = ctx.session.get(Staff, scenario.seller.id)
        assert person is not None
        person.active = True
    scenario.clock(later + 2 * DAY)
    assert "seller" in scenario.active()
    scenario.clock(later + 92 * DAY)
    assert "seller" not in scenario.active()


def test_a_program_at_work_needs_no_confirmation(scenario: Scenario, hire: Hire) -> None:
    erp = hire("erp", roles=["erp"])
    begin = datetime(2027, 1, 1, 22, 30, tzinfo=UTC)
    with scenario.service.unit_of_work() as ctx:
        token = ApiToken(name="ERP", staff_id=erp.id, permissions={}, secret_hash="x", hint="x", expires_at=begin)
        ctx.session.add(token)
        ctx.session.flush()
        ctx.session.add(ApiTokenUse(token_id=token.id, at=begin, address=""))
    scenario.use(begin)
    for days in (0, 13, 15):
        scenario.clock(begin + days * DAY)
    assert scenario.active() == {"admin", "erp"}


def test_the_policy_is_the_administrators_and_counts_from_the_next_review_on(
    scenario: Scenario, caller: As, admin: Caller
) -> None:
    found = admin.get("/account-reviews/policy").json or {}
    assert (found["months_between"], found["days_to_answer"], found["idle_days"]) == (3, 14, 90)
    wanted = {"months_between": 6, "days_to_answer": 7, "idle_days": 60}
    path = "/account-reviews/policy"
    assert caller(scenario.head).patch(path, wanted, version=found["version"]).status_code == 403
    assert admin.patch(path, wanted | {"months_between": 5}, version=found["version"]).status_code == 422
    assert admin.patch(path, wanted, version=found["version"]).status_code == 200
    review = admin.post("/account-reviews").json or {}
    opened, due = (datetime.fromisoformat(review[name]) for name in ("opened_on", "due_on"))
    assert due - opened == 7 * DAY


def test_it_is_done_by_the_clock() -> None:
    assert "account_review" in schedules.names
    assert "auth.review_accounts.v1" in jobs.names
