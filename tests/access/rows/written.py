"""Rows of what some write and others approve."""

from __future__ import annotations

from tests.access.matrix import Row, rows
from tests.support.written import WRITTEN, Written


def rows_of(kind: Written) -> tuple[Row, ...]:
    """The rows of one kind."""
    path, ens = f"/v1{kind.path}", kind.ens
    return (
        *rows(kind.service, f"read {ens}", (f"GET {path}", {}), (f"GET {path}/count", {})),
        *rows(kind.service, f"read {ens}", (f"GET {path}/{{id}}", {}), on=kind.name),
        *rows(kind.service, f"write {ens}", (f"POST {path}", {"answers": 201, "body": dict(kind.body)})),
        *rows(
            kind.service,
            f"write {ens}",
            (f"PATCH {path}/{{id}}", {"body": dict(kind.body)}),
            (f"POST {path}/{{id}}/submit", {}),
            on=kind.name,
        ),
        *rows(
            kind.service,
            f"approve {ens}",
            (f"POST {path}/{{id}}/approve", {}),
            (f"POST {path}/{{id}}/return", {"body": {"comment": "请补充"}}),
            on=kind.name,
        ),
    )


ROWS = tuple(row for kind in WRITTEN for row in rows_of(kind))
