"""What is written to the log, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.logs import Lasting, configure_logging, get_logger


def test_what_lasts_is_told_at_once_and_then_every_ten_seconds_with_its_number(
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    configure_logging("ledger")
    now = [0.0]
    trouble = Lasting(get_logger("chassis.tests"), "send_failed", lambda: now[0])
    for _ in range(90):  # 45 seconds
        trouble.warn(consumer="mirror")
        now[0] += 0.5
    lines = logged()
    assert [line["times"] for line in lines] == [1, 20, 20, 20, 20]
    assert {(line["event"], line["level"], line["consumer"], line["service"]) for line in lines} == {
        ("send_failed", "warning", "mirror", "ledger")
    }
