"""A robot, and the rules by which the service may reach it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.activity.channels.domain.addresses import Rules, read_rules
from tests.services.activity.channels.robots import HOST, Robot, play_robot


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    """A robot of every vendor."""
    with play_robot(tmp_path) as playing:
        yield playing


@pytest.fixture
def rules(robot: Robot) -> Rules:
    """The robot stands where the vendors' hosts would, and this machine may be reached."""
    place = f"{HOST}:{robot.port}"
    return read_rules(f"wecom={place} dingtalk={place} feishu={place}", "127.0.0.0/8")
