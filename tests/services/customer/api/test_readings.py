"""Who reads a customer, whole or in part, is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.audit import log_access, log_partial_view
from chassis.audit.access_log import ONE_VIEW
from chassis.testing.service import Caller, ServiceUnderTest

PARTS = ("contacts", "records", "transactions", "changes", "timeline")


@pytest.fixture
def customer(clerk: Caller) -> dict[str, Any]:
    return dict(clerk.post("/customers", {"kind": "person", "name": "张三"}).json)


def readers(clerk: Caller, customer: dict[str, Any]) -> list[str]:
    return [line["actor_name"] for line in clerk.get(f"/customers/{customer['id']}/readings").json["items"]]


def test_every_reading_is_logged(clerk: Caller, customer: dict[str, Any]) -> None:
    clerk.get(f"/customers/{customer['id']}")
    clerk.get(f"/customers/{customer['id']}")
    assert readers(clerk, customer) == ["王芳", "王芳"]


@pytest.mark.parametrize("part", PARTS)
def test_whoever_reads_a_part_alone_is_on_record(clerk: Caller, customer: dict[str, Any], part: str) -> None:
    assert clerk.get(f"/customers/{customer['id']}/{part}").status_code == 200
    assert readers(clerk, customer) == ["王芳"]


def test_a_customer_and_its_parts_are_one_reading(clerk: Caller, customer: dict[str, Any]) -> None:
    for part in ("", *(f"/{each}" for each in PARTS)):
        clerk.get(f"/customers/{customer['id']}{part}")
    assert readers(clerk, customer) == ["王芳"]


def test_somebody_else_s_reading_does_not_hide_one_s_own(
    clerk: Caller, verifier: Caller, customer: dict[str, Any]
) -> None:
    clerk.get(f"/customers/{customer['id']}")
    verifier.get(f"/customers/{customer['id']}/contacts")
    assert readers(clerk, customer) == ["李强", "王芳"]


def test_a_customer_that_was_only_found_has_not_been_read_yet(
    service: ServiceUnderTest, clerk: Caller, customer: dict[str, Any]
) -> None:
    with service.unit_of_work() as ctx:
        log_access(replace(ctx, actor=clerk.actor), "customer", UUID(customer["id"]), "search")
    clerk.get(f"/customers/{customer['id']}/contacts")
    assert readers(clerk, customer) == ["王芳", "王芳"]


def test_a_part_that_is_read_later_is_another_reading(
    service: ServiceUnderTest, clerk: Caller, customer: dict[str, Any]
) -> None:
    with service.unit_of_work() as ctx:
        earlier = replace(ctx, actor=clerk.actor, now=ctx.now - ONE_VIEW - timedelta(seconds=1))
        log_partial_view(earlier, "customer", UUID(customer["id"]))
    clerk.get(f"/customers/{customer['id']}/contacts")
    assert readers(clerk, customer) == ["王芳", "王芳"]
