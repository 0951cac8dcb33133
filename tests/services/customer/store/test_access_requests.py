"""Which customers may be asked for, and which requests somebody decides, at the moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.domain.access_requests import PATIENCE
from services.customer.store import access_requests as store
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
DECIDER = {**HEAD, P.VIEW_REQUEST_DECIDE: Scope.DEPARTMENT}
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def asker(service: ServiceUnderTest) -> Caller:
    """Somebody of another department."""
    service.department("sales")
    return service.person("业务员", STAFF, department="sales")


@pytest.fixture
def make(service: ServiceUnderTest, add_customer: Add) -> Callable[..., dict[str, Any]]:
    """``make(tier, by=...)`` is a customer of that tier."""

    def do(tier: Tier, **values: Any) -> dict[str, Any]:
        made = add_customer(**values)
        if tier is not Tier.ORDINARY:
            with service.unit_of_work() as ctx:
                learn_tiers(ctx, [judged(made, tier)])
        return made

    return do


def ask(by: Caller, customer: dict[str, Any], hours: int = 2) -> dict[str, Any]:
    body = {"customer_code": customer["code"], "purpose": "客户来店办理业务", "hours": hours}
    answer = by.post("/view-requests", body)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


@pytest.mark.parametrize("tier", Tier)
def test_an_active_customer_of_somebody_else_may_be_asked_for_of_whatever_tier(
    service: ServiceUnderTest,
    clerk: Caller,
    asker: Caller,
    make: Callable[..., dict[str, Any]],
    approve_change: Callable[[Any], None],
    tier: Tier,
) -> None:
    customer = make(tier)
    with service.unit_of_work() as ctx:
        found = store.may_be_asked_for(ctx.session, customer["code"], asker.actor)
        assert found is not None
        assert found.id == UUID(customer["id"])
        assert store.may_be_asked_for(ctx.session, customer["code"], clerk.actor) is None, "one's own"
        assert store.may_be_asked_for(ctx.session, "P2026099999X", asker.actor) is None
    newest = clerk.get(f"/customers/{customer['id']}").json
    asked = clerk.post(f"/customers/{customer['id']}/disable", {"reason": "停业"}, version=newest["version"])
    approve_change(asked.json)
    with service.unit_of_work() as ctx:
        assert store.may_be_asked_for(ctx.session, customer["code"], asker.actor) is None, "disabled"


def test_a_request_waits_for_fourteen_days_and_not_a_moment_longer(
    service: ServiceUnderTest, asker: Caller, make: Callable[..., dict[str, Any]]
) -> None:
    head = service.person("部门经理", DECIDER)
    asked = service.clock.stop()
    request = ask(asker, make(Tier.VIP))
    for now, waits in ((asked, 1), (asked + PATIENCE - MOMENT, 1), (asked + PATIENCE, 0)):
        service.clock.set(now)
        assert head.get("/view-requests/count").json["waiting"] == waits
        assert len(head.get("/view-requests/to-decide").json["items"]) == waits
    late = head.post(f"/view-requests/{request['id']}/approve", {}, version=request["version"])
    assert (late.status_code, late.json["code"]) == (409, "wrong_status")


def test_what_is_open_is_listed_until_its_time_is_over(
    service: ServiceUnderTest, asker: Caller, make: Callable[..., dict[str, Any]]
) -> None:
    head = service.person("部门经理", DECIDER)
    service.clock.stop()
    request = ask(asker, make(Tier.VIP), hours=2)
    asked = service.clock()
    assert head.post(f"/view-requests/{request['id']}/approve", {}, version=request["version"]).status_code == 200
    for passed, is_open in ((timedelta(), 1), (timedelta(hours=2) - MOMENT, 1), (timedelta(hours=2), 0)):
        service.clock.set(asked + passed)
        assert len(head.get("/view-requests/to-decide?status=approved").json["items"]) == is_open
        assert len(asker.get("/customers").json["items"]) == is_open
    assert head.get("/view-requests/count").json["waiting"] == 0


def test_a_request_is_seen_by_its_asker_and_by_who_decides_it(
    service: ServiceUnderTest, asker: Caller, make: Callable[..., dict[str, Any]]
) -> None:
    service.department("finance")
    head = service.person("部门经理", DECIDER)
    far = service.person("别部经理", DECIDER, department="finance")
    colleague = service.person("同事", STAFF, department="sales")
    request = ask(asker, make(Tier.VIP))
    path = f"/view-requests/{request['id']}/end"
    assert [len(who.get("/view-requests").json["items"]) for who in (asker, head, colleague)] == [1, 0, 0]
    assert [who.get("/view-requests/count").json["waiting"] for who in (head, far)] == [1, 0]
    for stranger in (colleague, far):
        assert stranger.post(path, version=request["version"]).status_code == 404
    ended = asker.post(path, version=request["version"])
    assert (ended.status_code, ended.json["status"]) == (200, "ended")
    assert head.post(path, version=ended.json["version"]).status_code == 409


def test_who_decides_and_asks_too_does_not_find_the_own_request_among_those_to_decide(
    service: ServiceUnderTest, make: Callable[..., dict[str, Any]]
) -> None:
    head = service.person("部门经理", DECIDER)
    request = ask(head, make(Tier.VIP))
    assert head.get("/view-requests/count").json["waiting"] == 0
    refused = head.post(f"/view-requests/{request['id']}/approve", {}, version=request["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "same_person")
