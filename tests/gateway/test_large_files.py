"""A large file goes through gateway and service piece by piece: neither ever holds it whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from chassis.db import create_engine
from ops.demo.api_client import eventually
from services.customer.store import exports
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

MEGABYTE = 1024 * 1024
SIZE = 50 * MEGABYTE
LITTLE = 8 * MEGABYTE
"""Bytes that may be held at a time: some pieces and their copies on the way, and by far not the file."""

_GROW = text(
    "INSERT INTO export_piece SELECT :id, n, convert_to(repeat('x', :size), 'UTF8') FROM generate_series(1, 49) AS n"
)
_FIRST = text("UPDATE export_piece SET data = convert_to(repeat('x', :size), 'UTF8') WHERE export_id = :id")
_SIZE = text("UPDATE export SET size = :whole WHERE id = :id")


@pytest.fixture(scope="module")
def asker(scenario: Scenario) -> Someone:
    return scenario.hire("customer_manager")


@pytest.fixture(scope="module")
def large(scenario: Scenario, asker: Someone) -> str:
    """The id of an export whose file has grown to fifty megabytes."""
    scenario.customer(asker)
    made = asker.api.post("/exports", {"format": "csv", "wanted": {}})

    def done() -> bool:
        return any(each["id"] == made["id"] and each["status"] == "done" for each in asker.api.pages("/exports"))

    eventually(done, what="the file to be made", every=0.05)
    engine = _engine(scenario)
    with engine.begin() as connection:
        for statement in (_GROW, _FIRST, _SIZE):
            connection.execute(statement, {"id": made["id"], "size": MEGABYTE, "whole": SIZE})
    engine.dispose()
    return str(made["id"])


def _engine(scenario: Scenario) -> Engine:
    return create_engine(scenario.fleet.site.database_url("customer"), pool=1)


def held_while_taking(pieces: Iterable[bytes]) -> tuple[int, int]:
    """How many bytes came, and the most that were held at a time meanwhile."""
    tracemalloc.start()
    try:
        came = sum(len(piece) for piece in pieces)
        return came, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_is_measured_would_show_a_file_that_is_held_whole() -> None:
    came, most = held_while_taking(b"".join(b"x" * MEGABYTE for _ in range(50)) for _ in range(1))
    assert came == SIZE
    assert most > SIZE


@pytest.mark.parametrize("way", ["page", "api"])
def test_the_gateway_never_holds_a_large_file_whole(
    way: str, large: str, asker: Someone, pages: Flask, enter: Callable[..., Browser]
) -> None:
    if way == "page":
        answer: TestResponse = enter(asker).get(f"/customers/exports/{large}/file")
    else:
        answer = pages.test_client().get(f"/api/v1/exports/{large}/file", headers=asker.api.headers())
    assert answer.status_code == 200
    came, most = held_while_taking(answer.response)
    answer.close()
    assert came == SIZE
    assert most < LITTLE


def test_the_service_never_holds_a_large_file_whole(large: str, scenario: Scenario) -> None:
    engine = _engine(scenario)
    came, most = held_while_taking(exports.pieces(engine, UUID(large)))
    engine.dispose()
    assert came == SIZE
    assert most < LITTLE
