"""The rows of the access matrix, by service: what each operation needs, and what its request has to be.

Requests change nothing, or nothing that matters: a change is asked for with a version that the record never had, so 412
says that the record was seen and the right was there.
"""

from __future__ import annotations

from importlib import import_module

from contracts.services import SERVICES
from tests.access.matrix import Row

ROWS: tuple[Row, ...] = tuple(
    row
    for name in (*SERVICES, "written", "annotations", "every")
    for row in import_module(f"tests.access.rows.{name}").ROWS
)
