"""Rows of activity: none beyond what every service has."""

from __future__ import annotations

from tests.access.matrix import Row

ROWS: tuple[Row, ...] = ()
