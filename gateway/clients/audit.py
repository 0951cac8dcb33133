"""Who changed and who read what, as each service tells it of its own records."""

from __future__ import annotations

from typing import Any

from chassis.client import File
from gateway.clients import Record, ask, fetch


def rows(service: str, what: str, **filters: Any) -> Record:
    """``changes`` or ``readings`` of a service."""
    answer: Record = ask(service, "GET", f"/v1/audit/{service}/{what}", query=filters)
    return answer


def file(service: str, what: str, **filters: Any) -> File:
    """The same as a file; that it was taken is on record."""
    return fetch(service, f"/v1/audit/{service}/{what}.csv", filters)


def unusual_readings(**filters: Any) -> Record:
    """Who read far more customers on a day than is their habit."""
    answer: Record = ask("customer", "GET", "/v1/unusual-readings", query=filters)
    return answer


def seals(service: str) -> Record:
    """How far the records are sealed, and what the last look at the seals found."""
    answer: Record = ask(service, "GET", f"/v1/audit/{service}/seals")
    return answer


def check_seals(service: str, *, key: str) -> None:
    """Ask for a look at all seals now."""
    ask(service, "POST", f"/v1/audit/{service}/checks", key=key)
