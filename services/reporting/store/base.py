"""What every table of the reporting service is declared on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase

from chassis.db import TYPES, coded, naming_metadata
from contracts.customer import CustomerKind, TransactionKind
from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import (
    AssignmentReason,
    Combine,
    PolicyStatus,
    ReportEventKind,
    ReportFrequency,
    ReportStatus,
    RunReason,
    Tier,
)

CODED = coded(
    *(CaseKind, CaseStatus, Channel, Desk, Result),
    *(CustomerKind, TransactionKind),
    *(AssignmentReason, Combine, PolicyStatus, ReportEventKind, ReportFrequency, ReportStatus, RunReason, Tier),
)


class Base(DeclarativeBase):
    """Base of every table that the reporting service owns."""

    metadata = naming_metadata()
    type_annotation_map = (
        TYPES | CODED | {list[TransactionKind]: ARRAY(CODED[TransactionKind]), list[UUID]: ARRAY(Uuid)}
    )
