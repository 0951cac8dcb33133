"""The reporting service: tiers and their policies, reports."""

from __future__ import annotations

from typing import Any

from chassis.client import File
from gateway.clients import Record, ask, fetch


def _get(path: str, **query: Any) -> Record:
    answer: Record = ask("reporting", "GET", path, query=query)
    return answer


def _post(path: str, body: Any = None, *, version: str | None = None, key: str = "") -> Record:
    answer: Record = ask("reporting", "POST", path, body=body or {}, version=version, key=key)
    return answer


def tier_summary() -> Record:
    return _get("/v1/tiers/summary")


def tier_of(customer_id: Any) -> Record:
    """A customer's tier and why."""
    return _get(f"/v1/tiers/of/{customer_id}")


def tier_runs(**page: Any) -> Record:
    return _get("/v1/tiers/runs", **page)


def recompute(*, key: str) -> Record:
    return _post("/v1/tiers/recompute", key=key)


def policies() -> list[Record]:
    return list(_get("/v1/tiers/policies")["items"])


def policy(id: Any) -> Record:
    return _get(f"/v1/tiers/policies/{id}")


def draft_policy(*, key: str) -> Record:
    """A new draft, a copy of the policy in force."""
    return _post("/v1/tiers/policies", key=key)


def change_policy(id: Any, fields: Record, *, version: str) -> Record:
    answer: Record = ask("reporting", "PATCH", f"/v1/tiers/policies/{id}", body=fields, version=version)
    return answer


def activate_policy(id: Any, *, version: str) -> Record:
    return _post(f"/v1/tiers/policies/{id}/activate", version=version)


def try_policy(id: Any) -> Record:
    """What would change if this policy were in force."""
    return _post(f"/v1/tiers/policies/{id}/try")


def reports(**filters: Any) -> Record:
    return _get("/v1/reports", **filters)


def report(id: Any) -> Record:
    return _get(f"/v1/reports/{id}")


def draw_up(fields: Record, *, key: str) -> Record:
    return _post("/v1/reports", fields, key=key)


def move_report(id: Any, move: str, body: Record | None = None, *, version: str) -> Record:
    """``move``: submit, return, approve or redraw."""
    return _post(f"/v1/reports/{id}/{move}", body, version=version)


def retry_letters(id: Any, *, key: str) -> Record:
    return _post(f"/v1/reports/{id}/letters/retry", key=key)


def report_pdf(id: Any) -> File:
    return fetch("reporting", f"/v1/reports/{id}/pdf")
