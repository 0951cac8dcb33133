"""What people may do with an import, from the upload to its end; the jobs do the rest."""

from __future__ import annotations

from typing import Any

from chassis.auth import Actor
from chassis.errors import Forbidden, Refused
from chassis.workflow import Step, Workflow, other_than
from contracts.customer import ImportKind, ImportStatus
from contracts.permissions import Permission

MAPPED, WAITING_CHECK = ImportStatus.MAPPED, ImportStatus.WAITING_CHECK
RUN, VERIFY = Permission.IMPORT_RUN, Permission.IMPORT_VERIFY

MOST_RETURNED = 1_000
"""How many rows are given back at a time."""

STUCK = "stuck"
"""The error of an import whose job was given up; it can be taken back."""


def needs_check(kind: ImportKind, rows: int, unasked: int) -> bool:
    """Whether the rows of a file are stored only when somebody else has approved them: transactions beyond a number.
    Customers wait in their own way: each is an entry until it is checked."""
    return kind is ImportKind.TRANSACTIONS and rows > unasked


def by_author(batch: Any, actor: Actor) -> Refused | None:
    """Whoever prepares an import is its author, and so is not the one who checks it."""
    return None if batch.author_id == actor.id else Forbidden(reason="not_the_author")


IMPORT: Workflow[ImportStatus] = Workflow(
    {
        "mapping": Step(before={MAPPED}, permission=RUN, by=by_author),
        "read-again": Step(before={MAPPED}, after=ImportStatus.READING, permission=RUN, by=by_author),
        "start": Step(before={MAPPED}, after=ImportStatus.RUNNING, permission=RUN, by=by_author),
        "approve": Step(
            before={WAITING_CHECK},
            after=ImportStatus.CHECKING,
            permission=VERIFY,
            by=other_than("author_id"),
            decides=True,
        ),
        "return-rows": Step(before={WAITING_CHECK}, permission=VERIFY, by=other_than("author_id"), decides=True),
        "return": Step(
            before={WAITING_CHECK},
            after=ImportStatus.TAKING_BACK,
            permission=VERIFY,
            by=other_than("author_id"),
            decides=True,
        ),
        "take-back": Step(
            before={MAPPED, WAITING_CHECK, ImportStatus.DONE, ImportStatus.FAILED},
            after=ImportStatus.TAKING_BACK,
            permission=RUN,
        ),
    }
)
