"""What every table of the customer service is declared on."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from chassis.annotations.tables import Kept
from chassis.db import TYPES, coded, naming_metadata
from contracts import customer, reporting


class Base(DeclarativeBase):
    """Base of every table that the customer service owns."""

    metadata = naming_metadata()
    type_annotation_map = TYPES | coded(
        customer.AccessRequestStatus,
        customer.ChangeRequestStatus,
        customer.ContactStatus,
        customer.CustomerKind,
        customer.CustomerStatus,
        customer.Direction,
        customer.ExportStatus,
        customer.TransferStatus,
        customer.ImportKind,
        customer.ImportStatus,
        customer.PairStatus,
        customer.RecordKind,
        customer.TransactionKind,
        customer.ViewExtent,
        reporting.Tier,
        Kept,
    )
