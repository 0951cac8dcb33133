"""Who is to be contacted by when: counted from the last contact, in the rhythm of kind and tier, of what one sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import Scope
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import DueState
from contracts.feedback import CaseChanged, CaseKind, CaseStatus, Channel, Desk
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.consumers import consumers
from services.customer.jobs import jobs
from services.customer.rhythm.usecases.telling import tell_of_contacts
from services.customer.schedules import schedules
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
NOTICE = "activity.notice_raised.v1"
START = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
"""A Wednesday's noon in the company's zone."""

DAY = timedelta(days=1)


@pytest.fixture
def owner(service: ServiceUnderTest) -> Caller:
    """Who owns the customers, at the beginning of the story."""
    service.clock.set(START)
    service.department("sales")
    return service.person("周", STAFF, department="sales")


@pytest.fixture
def add(service: ServiceUnderTest, owner: Caller, add_customer: Add) -> Add:
    """``add(Tier.VIP, ...)``: a customer of a tier."""

    def made(tier: Tier = Tier.VIP, **values: Any) -> dict[str, Any]:
        customer = add_customer(**{"by": owner, **values})
        if tier is not Tier.ORDINARY:
            service.hear(consumers, judged(customer, tier))
        return customer

    return made


def note(by: Caller, customer: dict[str, Any], at: datetime, kind: str = "call") -> dict[str, Any]:
    made = by.post(f"/customers/{customer['id']}/records", {"kind": kind, "text": "联系", "at": at.isoformat()})
    assert made.status_code == 201, made.json
    return dict(made.json)


def due(by: Caller, query: str = "") -> list[tuple[str, str, str]]:
    found = by.get(f"/customers/rhythm{query}").json
    return [(each["name"], each["due_on"], each["state"]) for each in found["items"]]


def rhythm(by: Caller, customer: dict[str, Any]) -> dict[str, Any]:
    return dict(by.get(f"/customers/{customer['id']}/rhythm").json)


def policies(by: Caller) -> dict[tuple[str, str], dict[str, Any]]:
    return {(each["kind"], each["tier"]): each for each in by.get("/rhythm-policies").json["items"]}


def ended(service: ServiceUnderTest, customer: dict[str, Any], status: CaseStatus, at: datetime | None) -> CaseChanged:
    return CaseChanged(
        case_id=new_id(),
        version=1,
        code="X20260001234",
        kind=CaseKind.COMPLAINT,
        status=status,
        channel=Channel.PHONE,
        customer_id=UUID(customer["id"]),
        customer_code=customer["code"],
        customer_name=customer["name"],
        region="",
        tier=Tier.VIP,
        desk=Desk.LEAD,
        content="太慢",
        result=None,
        outcome="",
        received_at=START,
        due_at=START,
        answered_at=at,
        closed_at=at if status is CaseStatus.CLOSED else None,
    )


def test_vips_are_due_in_thirty_days_potentials_in_ninety_and_ordinary_customers_never(owner: Caller, add: Add) -> None:
    add(Tier.VIP, name="甲")
    add(Tier.POTENTIAL, name="乙")
    add(Tier.ORDINARY, name="丙")
    add(Tier.VIP, name="丁", kind="company")
    assert due(owner) == [
        ("甲", "2026-04-03", "later"),
        ("丁", "2026-04-03", "later"),
        ("乙", "2026-06-02", "later"),
    ]


def test_the_due_day_is_in_time_and_the_day_after_is_overdue(
    service: ServiceUnderTest, owner: Caller, add: Add
) -> None:
    customer = add(name="甲")
    for days, state in ((24, "later"), (25, "later"), (26, "week"), (29, "week"), (30, "week"), (31, "overdue")):
        service.clock.set(START + days * DAY)
        assert due(owner) == [("甲", "2026-04-03", state)], days
        assert [bool(due(owner, f"?due={each}")) for each in DueState] == [each == state for each in DueState], days
        assert rhythm(owner, customer)["state"] == state


def test_a_contact_counts_from_its_own_day_in_the_companys_zone(
    service: ServiceUnderTest, owner: Caller, add: Add
) -> None:
    customer = add()
    service.clock.set(START + 40 * DAY)
    before_midnight = datetime(2026, 4, 1, 15, 59, tzinfo=UTC)
    note(owner, customer, before_midnight)
    assert rhythm(owner, customer)["last_contact_on"] == "2026-04-01"
    note(owner, customer, before_midnight + timedelta(minutes=1))
    assert rhythm(owner, customer) | {"method": ""} == {
        "tier": "vip",
        "method": "",
        "every_days": 30,
        "last_contact_on": "2026-04-02",
        "due_on": "2026-05-02",
        "state": "later",
    }
    note(owner, customer, before_midnight - 20 * DAY)
    assert rhythm(owner, customer)["last_contact_on"] == "2026-04-02"
    note(owner, customer, service.clock(), kind="note")
    assert rhythm(owner, customer)["last_contact_on"] == "2026-04-02"


def test_a_note_that_is_changed_or_withdrawn_is_followed(service: ServiceUnderTest, owner: Caller, add: Add) -> None:
    customer = add()
    service.clock.set(START + 40 * DAY)
    made = note(owner, customer, START + 20 * DAY)
    assert rhythm(owner, customer)["last_contact_on"] == "2026-03-24"
    at = (START + 10 * DAY).isoformat()
    made = owner.patch(f"/records/{made['id']}", {"at": at}, version=1).json
    assert rhythm(owner, customer)["due_on"] == "2026-04-13"
    owner.post(f"/records/{made['id']}/withdraw", {"reason": "记错客户"}, version=2)
    now = rhythm(owner, customer)
    assert (now["last_contact_on"], now["due_on"]) == (None, "2026-04-03")


def test_noting_a_contact_does_not_make_anybodys_edit_stale(owner: Caller, add: Add) -> None:
    customer = add()
    version = owner.get(f"/customers/{customer['id']}").json["version"]
    note(owner, customer, START)
    assert owner.get(f"/customers/{customer['id']}").json["version"] == version


def test_a_case_that_has_ended_was_a_contact(service: ServiceUnderTest, owner: Caller, add: Add) -> None:
    customer = add()
    service.clock.set(START + 20 * DAY)
    service.hear(consumers, ended(service, customer, CaseStatus.TAKEN, None))
    assert rhythm(owner, customer)["last_contact_on"] is None
    service.hear(consumers, ended(service, customer, CaseStatus.ANSWERED, START + 5 * DAY))
    assert rhythm(owner, customer)["last_contact_on"] == "2026-03-09"
    service.hear(consumers, ended(service, customer, CaseStatus.CLOSED, START + 7 * DAY))
    assert rhythm(owner, customer)["due_on"] == "2026-04-10"
    note(owner, customer, START + 6 * DAY)
    assert rhythm(owner, customer)["last_contact_on"] == "2026-03-11"


def test_the_list_shows_exactly_whom_the_reader_sees(
    service: ServiceUnderTest, owner: Caller, add: Add, clerk: Caller
) -> None:
    head = service.person("主任", HEAD, department="sales")
    service.department("east", below="sales")
    below = service.person("吴", STAFF, department="east")
    own = add(name="甲")
    add(name="乙", by=below)
    add(name="丙", by=clerk)
    everybody = service.person("领导", {P.CUSTOMER_READ: Scope.ALL}, department="sales")
    assert [[name for name, *_ in due(who)] for who in (owner, below, clerk)] == [["甲"], ["乙"], ["丙"]]
    assert [name for name, *_ in due(head)] == ["甲", "乙"]
    assert [name for name, *_ in due(everybody)] == ["甲", "乙", "丙"]
    assert [name for name, *_ in due(everybody, "?reach=department")] == ["甲", "乙"]
    assert due(head, "?reach=mine") == []
    assert clerk.get(f"/customers/{own['id']}/rhythm").status_code == 404


def test_disabled_customers_and_entries_are_not_due(
    service: ServiceUnderTest, owner: Caller, add: Add, approve_change: Callable[[Any], None]
) -> None:
    customer = add()
    owner.post("/customers", {"kind": "person", "name": "草稿"})
    now = owner.get(f"/customers/{customer['id']}").json
    approve_change(owner.post(f"/customers/{now['id']}/disable", {}, version=now["version"]).json)
    assert due(owner) == []
    assert rhythm(owner, customer)["due_on"] is None
    assert owner.get("/customers/rhythm/count").json["items"][0]["customers"]["count"] == 0


def test_pages_join_without_a_gap_in_both_orders(service: ServiceUnderTest, owner: Caller, add: Add) -> None:
    service.clock.set(START + 90 * DAY)
    for number in range(9):
        tier = (Tier.VIP, Tier.POTENTIAL)[number % 2]
        customer = add(tier, name=f"客户{number}", kind=("person", "company")[number % 3 == 0])
        note(owner, customer, START + timedelta(days=60 * (number % 2 == 0) + number // 3))
    whole = due(owner)
    assert whole == sorted(whole, key=lambda each: each[1])
    assert len(whole) == 9
    for sort, wanted in (("due_on", whole), ("-due_on", whole[::-1])):
        found, after = [], ""
        while after is not None:
            page = owner.get(f"/customers/rhythm?limit=2&sort={sort}&after={after}").json
            found += [(each["name"], each["due_on"], each["state"]) for each in page["items"]]
            after = page["next"]
        assert found == wanted
    assert owner.get("/customers/rhythm?sort=name").status_code == 422
    assert owner.get("/customers/rhythm?after=x").json["fields"] == {"after": ["invalid_cursor"]}


def test_counts_by_tier_agree_with_the_list(service: ServiceUnderTest, owner: Caller, add: Add) -> None:
    first, second, third = (add(name=name) for name in ("甲", "乙", "丙"))
    add(Tier.POTENTIAL, name="丁", kind="company")
    service.clock.set(START + 40 * DAY)
    today = service.clock()
    for customer, days in ((first, 31), (second, 30), (third, 2)):
        note(owner, customer, today - days * DAY)
    counted = {each["tier"]: each for each in owner.get("/customers/rhythm/count").json["items"]}
    assert set(counted) == {"vip", "potential"}
    figures = {name: counted["vip"][name]["count"] for name in ("customers", "overdue", "week")}
    assert figures == {"customers": 3, "overdue": 1, "week": 1}
    assert [name for name, *_ in due(owner, "?tier=vip&due=overdue")] == ["甲"]
    assert [name for name, *_ in due(owner, "?tier=vip&due=week")] == ["乙"]
    assert [name for name, *_ in due(owner, "?kind=company")] == ["丁"]


def test_who_edits_tiers_says_method_and_rhythm_and_it_holds_at_once(
    service: ServiceUnderTest, owner: Caller, add: Add
) -> None:
    customer = add()
    manager = service.person("经理", {P.CUSTOMER_READ: Scope.OWN, P.TIER_EDIT: Scope.ALL})
    rule = policies(owner)["person", "vip"]
    assert (rule["every_days"], rule["actions"]) == (30, [])
    assert "每月" in rule["method"]
    path = f"/rhythm-policies/{rule['id']}"
    assert owner.patch(path, {"every_days": 7}, version=1).status_code == 403
    assert manager.patch(path, {"every_days": 0}, version=1).json["fields"] == {"every_days": ["out_of_range"]}
    assert manager.patch(path, {"every_days": 1001}, version=1).status_code == 422
    changed = manager.patch(path, {"every_days": 7, "method": "**每周**"}, version=1).json
    assert (changed["version"], changed["actions"]) == (2, ["edit"])
    assert manager.patch(path, {"every_days": 8}, version=1).status_code == 412
    now = rhythm(owner, customer)
    assert (now["method"], now["due_on"]) == ("**每周**", "2026-03-11")
    manager.patch(path, {"every_days": None}, version=2)
    assert (due(owner), rhythm(owner, customer)["due_on"]) == ([], None)
    ordinary = policies(manager)["person", "ordinary"]
    assert ordinary["every_days"] is None
    manager.patch(f"/rhythm-policies/{ordinary['id']}", {"every_days": 365}, version=1)
    add(Tier.ORDINARY, name="普通")
    assert due(owner) == [("普通", "2027-03-04", "later")]


def test_the_owner_of_a_vip_is_told_once_of_each_due_day_that_has_passed(
    service: ServiceUnderTest, owner: Caller, add: Add
) -> None:
    customer = add(name="甲")
    add(Tier.POTENTIAL, name="乙")

    def told(days: int) -> list[tuple[str, list[str], str]]:
        service.clock.set(START + days * DAY)
        before = len(service.told(NOTICE))
        with service.unit_of_work() as ctx:
            while tell_of_contacts(ctx) is not None:
                pass
        new = [each for each in service.told(NOTICE)[before:] if each["kind"] == "contact_overdue"]
        return [(each["record_id"], each["to"], each["due_at"]) for each in new]

    mine = (customer["id"], [str(owner.actor.id)])
    assert told(30) == []
    assert told(31) == [(*mine, "2026-04-04T00:00:00+08:00")]
    assert told(32) == []
    note(owner, customer, service.clock())
    assert told(62) == []
    assert told(63) == [(*mine, "2026-05-06T00:00:00+08:00")]
    assert told(200) == []


def test_the_clock_looks_every_morning(service: ServiceUnderTest, owner: Caller, add: Add) -> None:
    add()
    morning = datetime(2026, 4, 4, 7, 0, tzinfo=service.deployment.zone)
    for at, ran in ((morning - timedelta(minutes=1), False), (morning, True), (morning, False)):
        ticked = schedules.tick(service.engine, now=at, deployment=service.deployment)
        assert ("contacts" in ticked) is ran
    service.clock.set(morning)
    service.work(jobs)
    assert [each["kind"] for each in service.told(NOTICE)][-1] == "contact_overdue"
