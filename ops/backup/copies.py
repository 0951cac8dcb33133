"""Which tables of a service keep what another says: the list that a restore of one service alone goes by.

A test holds it against the catalog of events: whoever hears of something says here where it is kept, or that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.activity import NoticeRaised
from contracts.auth import AccessEnded, DepartmentChanged, RoleChanged, StaffChanged
from contracts.customer import AccessOpened, CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from contracts.reporting import TierAssigned


@dataclass(frozen=True)
class Copy:
    """A table in which ``kept_by`` keeps the newest of what ``said_by`` says in an event, by ``id`` and ``version``.

    ``each`` and ``key``: the field of the event that lists its subjects, and their id in it. ``rests``: tables and
    columns that need the row. ``otherwise``: what its columns are without any word, where the row is another's.
    """

    said_by: str
    kept_by: str
    event: str
    table: str
    version: str = "version"
    each: str = ""
    key: str = ""
    rests: tuple[tuple[str, str], ...] = ()
    otherwise: Mapping[str, str] = field(default_factory=dict)


LISTENERS = ("customer", "feedback", "reporting", "activity")
STAFF, UNITS = StaffChanged.event_name, DepartmentChanged.event_name
COPIES: tuple[Copy, ...] = (
    *(Copy("auth", listener, UNITS, "directory_unit") for listener in LISTENERS),
    *(Copy("auth", listener, STAFF, "directory_person") for listener in LISTENERS),
    Copy("auth", "activity", RoleChanged.event_name, "known_role"),
    Copy(
        "customer",
        "feedback",
        CustomerChanged.event_name,
        "known_customer",
        rests=(("case_file", "customer_id"),),
    ),
    Copy("customer", "reporting", CustomerChanged.event_name, "customer_fact"),
    Copy("customer", "feedback", AccessOpened.event_name, "opened_customer"),
    Copy("customer", "reporting", AccessOpened.event_name, "opened_customer"),
    Copy(
        "customer",
        "reporting",
        TransactionsRecorded.event_name,
        "transaction_fact",
        each="facts",
        key="transaction_id",
    ),
    Copy(
        "reporting",
        "customer",
        TierAssigned.event_name,
        "customer",
        version="tier_version",
        otherwise={"tier": "ordinary"},
    ),
    Copy(
        "reporting",
        "feedback",
        TierAssigned.event_name,
        "known_customer",
        version="tier_version",
        otherwise={"tier": "ordinary"},
    ),
    Copy("feedback", "customer", CaseChanged.event_name, "case_in_hand"),
    Copy("feedback", "reporting", CaseChanged.event_name, "case_fact"),
)
KEPT_AS_THEY_ARE = frozenset({AccessEnded.event_name, NoticeRaised.event_name})
"""Access that was ended stays ended, and who was told of something was told."""
