"""The feedback service, the customers it has heard of, and the people who use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerChanged, CustomerKind
from contracts.reporting import Tier, TierAssigned
from services.feedback.consumers import consumers
from services.feedback.store.models import Case
from tests.services.feedback.scenario import AGENT, LEAD, AddCustomer, CreateCase, Judge


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The feedback service on a fresh database."""
    return start_service("feedback")


@pytest.fixture
def agent(service: ServiceUnderTest) -> Caller:
    """Somebody of customer service."""
    return service.person("王芳", AGENT, roles=("service",))


@pytest.fixture
def colleague(service: ServiceUnderTest) -> Caller:
    """Somebody else of customer service."""
    return service.person("刘洋", AGENT, roles=("service",))


@pytest.fixture
def lead(service: ServiceUnderTest) -> Caller:
    """The leader of customer service, who works at both desks."""
    return service.person("赵敏", LEAD, roles=("service_lead",))


@pytest.fixture
def judge(service: ServiceUnderTest) -> Judge:
    """``judge(customer_id, tier, version)``: reporting says a customer's tier."""

    def say(
        customer_id: UUID | str, tier: Tier, version: int = 1, at: datetime = datetime(2026, 11, 1, tzinfo=UTC)
    ) -> TierAssigned:
        event = TierAssigned(
            customer_id=UUID(str(customer_id)),
            version=version,
            tier=tier,
            previous=Tier.ORDINARY,
            amount=Decimal("100000.00"),
            quantity=500,
            policy_version=1,
            assigned_at=at,
        )
        service.hear(consumers, event)
        return event

    return say


@pytest.fixture
def add_customer(service: ServiceUnderTest, judge: Judge) -> AddCustomer:
    """``add_customer(name=..., tier=..., owner=...)`` is a customer the service has heard of."""
    numbers = iter(range(1, 1000))

    def add(
        *, name: str = "张三", tier: Tier = Tier.ORDINARY, owner: Caller | None = None, **values: Any
    ) -> CustomerChanged:
        number = next(numbers)
        event = CustomerChanged(
            **{
                "customer_id": new_id(),
                "version": 1,
                "code": f"P2026{number:06d}X",
                "external_code": f"C{number:05d}",
                "kind": CustomerKind.PERSON,
                "name": name,
                "active": True,
                "owner_id": owner.actor.id if owner else None,
                "region": "上海市",
                "industry": "",
                "email": f"c{number}@example.com",
                **values,
            }
        )
        service.hear(consumers, event)
        if tier is not Tier.ORDINARY:
            judge(event.customer_id, tier)
        return event

    return add


@pytest.fixture
def create_case(agent: Caller, add_customer: AddCustomer) -> CreateCase:
    """``create_case(kind=..., tier=..., by=...)`` is a case of a new customer, or of ``customer``."""

    def file(
        *,
        kind: str = "complaint",
        tier: Tier = Tier.ORDINARY,
        customer: CustomerChanged | None = None,
        by: Caller | None = None,
        content: str = "送餐太慢",
        **values: Any,
    ) -> dict[str, Any]:
        customer = customer or add_customer(tier=tier)
        body = {
            "customer_id": str(customer.customer_id),
            "kind": kind,
            "channel": "phone",
            "content": content,
            **values,
        }
        answer = (by or agent).post("/cases", body)
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    return file


@pytest.fixture
def set_times(service: ServiceUnderTest) -> Callable[..., None]:
    """``set_times(case, due_at=..., received_at=...)``: as if it had been so, past the rules."""

    def write(case: dict[str, Any], **times: str) -> None:
        with service.unit_of_work() as ctx:
            values = {name: datetime.fromisoformat(value) for name, value in times.items()}
            ctx.session.execute(update(Case.__table__).where(Case.__table__.c.id == UUID(case["id"])).values(values))

    return write
