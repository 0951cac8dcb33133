"""When somebody reads far more customers than is their habit."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

LEAST = 50
"""Customers a day that are too few to be remarkable, whatever the habit."""

TIMES = 5
"""How many times the habit is unusual."""

HABIT_DAYS = 30
"""The last days, of those on which the person read at all, that make the habit."""

LOOK_BACK_DAYS = 120
"""No habit is older than this."""


def habit(days: Sequence[int]) -> float:
    """The habit of somebody who read so many customers on days before, the latest first; 0 without any."""
    return float(median(days[:HABIT_DAYS])) if days else 0.0


def is_unusual(today: int, usual: float) -> bool:
    """Whether so many customers on one day are to be noticed."""
    return today >= LEAST and today > TIMES * usual
