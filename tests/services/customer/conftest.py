"""The customer service and the people who use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.scenario import ERP, STAFF, VERIFIER


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The customer service on a fresh database."""
    return start_service("customer")


@pytest.fixture
def clerk(service: ServiceUnderTest) -> Caller:
    """An ordinary member of staff."""
    return service.person("王芳", STAFF, roles=("service",))


@pytest.fixture
def verifier(service: ServiceUnderTest) -> Caller:
    """Somebody who checks entries."""
    return service.person("李强", VERIFIER, roles=("verifier",))


@pytest.fixture
def erp(service: ServiceUnderTest) -> Caller:
    """The program that reports transactions."""
    return service.person("ERP", ERP)


@pytest.fixture
def approve_change(verifier: Caller) -> Callable[[Any], None]:
    """``approve_change(customer)`` brings into force what an answer says is waiting."""

    def approve(customer: Any) -> None:
        request = customer["change_request"]
        answer = verifier.post(f"/change-requests/{request['id']}/approve", version=request["version"])
        assert answer.status_code == 200, answer.json

    return approve


@pytest.fixture
def add_customer(clerk: Caller, verifier: Caller) -> Callable[..., dict[str, object]]:
    """``add_customer(name=..., kind=..., by=...)`` is a customer that was entered and checked."""

    def add(*, name: str = "张三", kind: str = "person", by: Caller = clerk, **values: object) -> dict[str, object]:
        made = by.post("/customers", {"kind": kind, "name": name, "submit": True, **values}).json
        answer = verifier.post(f"/customers/{made['id']}/approve", version=made["version"])
        assert answer.status_code == 200, answer.json
        return dict(answer.json)

    return add
