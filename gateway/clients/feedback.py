"""The feedback service: feedback and complaints."""

from __future__ import annotations

from typing import Any

from chassis.client import Upload
from gateway.clients import Record, ask, upload


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


def file_cases(file: Upload, *, key: str) -> Record:
    """The cases of a file: how many there were, were new, were known, and what was wrong with the others."""
    answer: Record = upload("feedback", "/v1/cases/file", {}, file, key=key)
    return answer


def move_case(id: Any, move: str, body: Record | None = None, *, version: str, key: str = "") -> Record:
    """``move``: take, release, note, reply, resolve, reopen or close."""
    answer: Record = ask("feedback", "POST", f"/v1/cases/{id}/{move}", body=body or {}, version=version, key=key)
    return answer
