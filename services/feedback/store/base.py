"""What every table of the feedback service is declared on."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from chassis.db import TYPES, coded, naming_metadata
from contracts.feedback import (
    CaseEventKind,
    CaseFileStatus,
    CaseKind,
    CaseStatus,
    Channel,
    DeadlineClock,
    Desk,
    Priority,
    Result,
    RuleStatus,
    TemplateStatus,
)
from contracts.reporting import Tier


class Base(DeclarativeBase):
    """Base of every table that the feedback service owns."""

    metadata = naming_metadata()
    type_annotation_map = TYPES | coded(
        *(CaseEventKind, CaseFileStatus, CaseKind, CaseStatus, Channel, DeadlineClock, Desk),
        *(Priority, Result, RuleStatus, TemplateStatus, Tier),
    )
