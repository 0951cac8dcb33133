"""Opening a case is on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P


def test_whoever_opens_a_case_is_on_record_and_whoever_may_not_is_told_nothing(
    service: ServiceUnderTest, agent: Caller, create_case: Callable[..., dict[str, Any]]
) -> None:
    case = create_case()
    stranger = service.person("陌生", {P.CASE_READ: Scope.OWN})
    assert agent.get(f"/cases/{case['id']}").status_code == 200
    assert stranger.get(f"/cases/{case['id']}").status_code == 404
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_id)).all()
    assert rows == [("case_file", UUID(case["id"]), agent.actor.id)]


def test_whoever_reads_what_happened_with_a_case_alone_is_on_record_too(
    service: ServiceUnderTest, agent: Caller, create_case: Callable[..., dict[str, Any]]
) -> None:
    case = create_case()
    assert agent.get(f"/cases/{case['id']}/timeline").status_code == 200
    assert agent.get(f"/cases/{case['id']}/timeline").status_code == 200
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_id)).all()
    assert rows == [("case_file", UUID(case["id"]), agent.actor.id)]
