"""Events are contracts: each has a golden file that may be added to and never broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chassis.events import Event, decode, encode
from contracts.catalog import CATALOG
from contracts.services import SERVICES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("event", CATALOG, ids=lambda event: event.event_name)
def test_a_golden_event_is_still_read_and_written_the_same(event: type[Event]) -> None:
    golden = json.loads((GOLDEN / f"{event.event_name}.json").read_text())
    read = decode(event, golden)
    assert encode(read) == golden
    assert read.key == golden[event.event_subject]


@pytest.mark.parametrize("event", CATALOG, ids=lambda event: event.event_name)
def test_an_unknown_field_is_ignored_so_that_fields_may_be_added(event: type[Event]) -> None:
    golden = json.loads((GOLDEN / f"{event.event_name}.json").read_text())
    assert decode(event, {**golden, "added_later": 1}) == decode(event, golden)


def test_every_event_is_said_and_heard_by_services_that_exist() -> None:
    for event, flow in CATALOG.items():
        assert event.__doc__
        assert {*flow.speakers, *flow.to} <= set(SERVICES)
        assert not set(flow.speakers) & set(flow.to)


def test_an_event_of_one_service_carries_its_name() -> None:
    for event, flow in CATALOG.items():
        assert len(flow.speakers) > 1 or event.event_name.startswith(f"{flow.speakers[0]}.")
