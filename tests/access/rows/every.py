"""Rows of every service: its records and its state."""

from __future__ import annotations

from contracts.services import SERVICES
from tests.access.matrix import CUSTOMER, rows

ROWS = tuple(
    row
    for service in SERVICES
    for row in (
        *rows(
            service,
            "audit",
            *((f"GET /v1/audit/{service}/{what}", {"masks": True}) for what in ("changes", "readings")),
            *((f"GET /v1/audit/{service}/{what}.csv", {"masks": True}) for what in ("changes", "readings")),
            (f"GET /v1/audit/{service}/seals", {}),
            (f"POST /v1/audit/{service}/checks", {"answers": 202}),
        ),
        *rows(service, "look after the system", (f"GET /v1/system/{service}", {})),
    )
) + rows(CUSTOMER, "audit", ("GET /v1/unusual-readings", {}))
