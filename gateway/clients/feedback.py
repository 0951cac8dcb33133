"""The feedback service: feedback and complaints."""

from __future__ import annotations

from typing import Any

from gateway.clients import Record, ask


def _get(path: str, **query: Any) -> Record:
    answer: Record = ask("feedback", "GET", path, query=query)
    return answer


def cases(**filters: Any) -> Record:
    return _get("/v1/cases", **filters)


def count_cases(**filters: Any) -> Record:
    return _get("/v1/cases/count", **filters)


def desks() -> Record:
    """What is open, overdue and mine on each desk."""
    return _get("/v1/cases/desks")


def case(id: Any) -> Record:
    return _get(f"/v1/cases/{id}")


def timeline(id: Any) -> list[Record]:
    return list(_get(f"/v1/cases/{id}/timeline")["items"])


def file_case(fields: Record, *, key: str) -> Record:
    answer: Record = ask("feedback", "POST", "/v1/cases", body=fields, key=key)
    return answer


def move_case(id: Any, move: str, body: Record | None = None, *, version: str, key: str = "") -> Record:
    """``move``: take, release, note, reply, resolve, reopen or close."""
    answer: Record = ask("feedback", "POST", f"/v1/cases/{id}/{move}", body=body or {}, version=version, key=key)
    return answer
